namespace Autoscale.Kubernetes.Tests;

public sealed class ResourceVectorTests
{
    [Fact]
    public void Add_DifferentResources_HasBoth() =>
        Assert.Equal("cpu=1500m,memory=64Mi", (Vector("cpu=1") + Vector("cpu=500m,memory=64Mi")).ToString());

    [Fact]
    public void Subtract_MissingResource_GoesBelowZero() =>
        Assert.Equal("cpu=-500m,memory=64Mi", (Vector("memory=64Mi") - Vector("cpu=500m")).ToString());

    [Fact]
    public void MaxAndMin_EachResource_IsChosenByItself()
    {
        var (left, right) = (Vector("cpu=2,memory=1Gi"), Vector("cpu=1,memory=2Gi"));

        Assert.Equal("cpu=2,memory=2Gi", ResourceVector.Max(left, right).ToString());
        Assert.Equal("cpu=1,memory=1Gi", ResourceVector.Min(left, right).ToString());
    }

    [Theory]
    [InlineData("cpu=1,memory=1Gi", "cpu=1000m", "")]
    [InlineData("cpu=1", "cpu=1001m,memory=1", "cpu,memory")]
    [InlineData("cpu=1", "memory=0", "")]
    public void Covers_Other_WhenNothingIsShort(string have, string want, string shortages)
    {
        Assert.Equal(shortages.Length == 0, Vector(have).Covers(Vector(want)));
        Assert.Equal(shortages, string.Join(',', Vector(have).Shortages(Vector(want))));
    }

    [Fact]
    public void Multiply_EveryAmount_IsTakenSoManyTimes() =>
        Assert.Equal(Vector("cpu=300m,memory=3Gi"), Vector("cpu=100m,memory=1Gi") * 3);

    [Fact]
    public void Equals_ZeroAndAbsent_AreTheSame()
    {
        Assert.Equal(Vector("cpu=1"), Vector("cpu=1000m,memory=0"));
        Assert.Equal(Vector("cpu=1").GetHashCode(), Vector("cpu=1000m,memory=0").GetHashCode());
        Assert.NotEqual(Vector("cpu=1"), Vector("cpu=1,memory=1"));
    }

    private static ResourceVector Vector(string text) => ResourceVector.From(
        text.Split(',').Select(amount => amount.Split('=')).Select(amount => KeyValuePair.Create(amount[0], Quantity.Parse(amount[1]))));
}
