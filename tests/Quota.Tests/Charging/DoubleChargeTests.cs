using Autoscale.Kubernetes;

namespace Autoscale.Quota.Tests.Charging;

public sealed class DoubleChargeTests
{
    private static readonly ResourceVector Pod = ResourceVector.Of("pods", Quantity.FromLong(1));

    [Theory]
    [InlineData(6, 3, true, false)]
    [InlineData(4, 2, false, false)]
    [InlineData(3, 3, false, true)]
    [InlineData(5, 3, false, false)]
    [InlineData(0, 0, false, false)]
    public void IsEvident_GrowthAndObjects_AreCompared(int grown, int objects, bool isEvident, bool isRefuted)
    {
        var seen = Seen(grown, objects);

        Assert.Equal((isEvident, isRefuted), (seen.IsEvident, seen.IsRefuted));
    }

    [Fact]
    public void Settled_TooFewToTell_GoesOnAndAnythingElseBeginsAnew()
    {
        Assert.Equal(2, Seen(4, 2).Settled.Objects);
        Assert.Equal(0, Seen(3, 2).Settled.Objects);
        Assert.Equal(0, Seen(6, 3).Settled.Objects);
    }

    private static DoubleCharge Seen(int grown, int objects)
    {
        var seen = DoubleCharge.Unseen.WithGrowth(Pod * grown);
        return Enumerable.Range(0, objects).Aggregate(seen, (seen, _) => seen.WithObject(Pod));
    }
}
