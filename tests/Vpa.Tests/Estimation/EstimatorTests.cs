using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class EstimatorTests
{
    private static readonly DateTimeOffset Start = Some.Now;

    [Fact]
    public void Estimate_Target_AddsTheMarginAndNothingElse() => Assert.Equal(115, Estimator.Target.Estimate(100.9, 0.15, 0, floor: 0).Amount);

    [Fact]
    public void Estimate_TargetBelowFloor_IsTheFloor() => Assert.Equal(250, Estimator.Target.Estimate(100, 0.15, 1, floor: 250).Amount);

    [Fact]
    public void Estimate_UpperBoundAfterADay_IsTwiceAsMuch() => Assert.Equal(230, Estimator.UpperBound.Estimate(100, 0.15, 1, floor: 0).Amount);

    [Fact]
    public void Estimate_LowerBoundAfterFiveMinutes_IsAbout60Percent() =>
        Assert.InRange(Estimator.LowerBound.Estimate(1000, 0, 5.0 / 1440, floor: 0).Amount, 600, 605);

    [Fact]
    public void Estimate_BoundsWithoutConfidence_AreNothingAndEverything()
    {
        Assert.Equal(0, Estimator.LowerBound.Estimate(100, 0.15, 0, floor: 0).Amount);
        Assert.Equal(ResourceAmount.Most, Estimator.UpperBound.Estimate(100, 0.15, 0, floor: 0).Amount);
    }

    [Fact]
    public void Estimate_NothingSeenWithoutConfidence_IsTheFloor() => Assert.Equal(7, Estimator.UpperBound.Estimate(0, 0.15, 0, floor: 7).Amount);

    [Theory]
    [InlineData(24, 1440, 1.0)]
    [InlineData(24, 720, 0.5)]
    [InlineData(12, 1440, 0.5)]
    [InlineData(0, 1, 0.0)]
    public void Of_SpanAndSamples_IsTheLesser(int hours, long samples, double expected) =>
        Assert.Equal(expected, Confidence.Of(Start, Start.AddHours(hours), samples, TimeSpan.FromDays(1)));

    [Fact]
    public void Of_NoSample_IsZero() => Assert.Equal(0, Confidence.Of(null, null, 9, TimeSpan.FromDays(1)));
}
