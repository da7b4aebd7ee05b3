using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class RecommendationCappingTests
{
    [Theory]
    [InlineData("cpu=200m", "cpu=500m", null, "cpu=500m")]
    [InlineData("cpu=200m", null, "cpu=100m", "cpu=100m")]
    [InlineData("cpu=200m", "cpu=2", "cpu=1", "cpu=1")]
    [InlineData("cpu=200m", "cpu=0", "cpu=0", "cpu=200m")]
    [InlineData("cpu=200m", "cpu=-5", "cpu=-1", "cpu=200m")]
    [InlineData("cpu=5", null, null, "cpu=3")]
    [InlineData("cpu=5", null, "cpu=4", "cpu=4")]
    [InlineData("cpu=5", null, "memory=1", "cpu=3")]
    [InlineData("cpu=5", "cpu=4", null, "cpu=3")]
    [InlineData("cpu=5", null, "cpu=0", "cpu=5")]
    public void Apply_Bounds_MaximumWinsAndThePolicysBeforeTheGlobalOne(string target, string? min, string? max, string expected)
    {
        var policy = Some.Vpa(Some.Policy("app", min, max)).Spec.ResourcePolicy;

        var capped = RecommendationCapping.Apply(Some.Pod(Some.Container("app", target)), policy, Some.Amounts("cpu=3"));

        Assert.Equal(expected, Some.Text(capped?.ContainerRecommendations[0].Target));
        Assert.Equal(target, Some.Text(capped?.ContainerRecommendations[0].UncappedTarget));
    }

    [Fact]
    public void Apply_ContainerWithoutItsOwnPolicy_TakesEveryones()
    {
        var policy = Some.Vpa(Some.Policy("app", max: "cpu=1"), Some.Policy("*", max: "cpu=2")).Spec.ResourcePolicy;

        var capped = RecommendationCapping.Apply(Some.Pod(Some.Container("app", "cpu=9"), Some.Container("side", "cpu=9")), policy, null);

        Assert.Equal(["cpu=1", "cpu=2"], capped?.ContainerRecommendations.Select(container => Some.Text(container.UpperBound)));
    }

    [Fact]
    public void Apply_Nothing_IsNothing() => Assert.Null(RecommendationCapping.Apply(null, null, null));
}
