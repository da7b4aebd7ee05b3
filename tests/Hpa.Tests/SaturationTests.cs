using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>Numbers that are too big for 32 or 64 bits must never look small and scale down.</summary>
public sealed class SaturationTests
{
    private const long Huge = long.MaxValue;

    public static TheoryData<string, MetricSpec, MetricReading> TooBig { get; } = new()
    {
        { "a value beyond int32 replicas", Some.QueueInAll("1m"), Some.Series(Huge) },
        { "series whose sum leaves int64", Some.QueueInAll(), Some.Series(Huge, Huge, 1) },
        { "an average beyond int32 replicas", Some.Queue("1m"), Some.Series(Huge) },
        { "an average of series whose sum leaves int64", Some.Queue(), Some.Series(Huge, Huge) },
        { "an object metric beyond int32 replicas", Some.ObjectMetric("1m"), Some.Series(Huge) },
        { "utilization beyond int32 percent", Some.Cpu(), new() { OfPods = [.. Enumerable.Repeat(Some.Sample(Huge), 4)] } },
        { "memory whose sum leaves int64", Some.Memory("1m"), new() { OfPods = [.. Enumerable.Repeat(Some.Sample(Huge), 4)] } },
    };

    [Theory]
    [MemberData(nameof(TooBig))]
    public void Decide_NumberTooBig_ScalesToTheMaximum(string what, MetricSpec metric, MetricReading reading)
    {
        var facts = Some.Facts(Some.Spec(metric), 4, reading);

        var decision = Some.Decide(facts);

        Assert.True(decision.Desired == 1000, $"{what}: {decision.Desired} replicas, {decision.ReasonText}");
    }

    [Fact]
    public void Decide_MoreMemoryThanInt64HoldsTimesHundred_ScalesUp()
    {
        var metric = Some.Cpu() with { Resource = new() { Name = "memory", Target = new() { Type = "Utilization", AverageUtilization = 50 } } };
        var facts = Some.Facts(Some.Spec(metric), 4, new MetricReading { OfPods = [.. Enumerable.Repeat(Some.Sample(32_985_348_833_280_000), 4)] });
        var pod = Some.Pod();
        pod = pod with { Spec = new() { Containers = [new() { Resources = new() { Requests = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("32Ti") } } }] } };
        facts = facts with { Target = facts.Target with { Pods = [.. Enumerable.Repeat(PodTraits.EntryOf(pod), 4)] } };

        Assert.Equal(8, Some.Decide(facts).Desired);
        Assert.Equal(1, Some.Decide(facts, new() { UpstreamArithmetic = true }).Desired);
    }

    [Fact]
    public void Decide_NegativeSeries_HoldsReplicasAndSaysWhy()
    {
        var facts = Some.Facts(Some.Spec(Some.QueueInAll()), 4, Some.Series(-5000));

        var decision = Some.Decide(facts);

        Assert.Equal((DecisionOutcome.MetricsFailed, 4), (decision.Outcome, decision.Desired));
        Assert.Contains("is negative", decision.MetricsError, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_SumNegativeOnTheWay_IsAnOverflowUpstreamOnly()
    {
        var facts = Some.Facts(Some.Spec(Some.Queue()), 4, Some.Series(-5000, 60_000));

        Assert.Equal(6, Some.Decide(facts).Desired);
        Assert.Equal(1000, Some.Decide(facts, new() { UpstreamArithmetic = true }).Desired);
    }

    [Fact]
    public void Decide_NegativeSampleOfAPod_CountsAsMissing()
    {
        var facts = Some.Facts(Some.Spec(Some.Cpu()), 2, new MetricReading { OfPods = [Some.Sample(50), Some.Sample(-500)] });

        var decision = Some.Decide(facts);

        Assert.Equal((2, 1), (decision.Desired, decision.Proposals[0].Pods.Missing));
    }

    [Theory]
    [InlineData(double.NaN, 7)]
    [InlineData(double.PositiveInfinity, int.MaxValue)]
    [InlineData(1e300, int.MaxValue)]
    [InlineData(2.000001, 3)]
    public void Replicas_OfAnyDouble_IsAWholeNumberWithinRange(double value, int expected) =>
        Assert.Equal(expected, Saturating.Replicas(value, 7));

    [Theory]
    [InlineData(long.MaxValue, 1, long.MaxValue)]
    [InlineData(long.MinValue, -1, long.MinValue)]
    [InlineData(40, 2, 42)]
    public void Add_BeyondTheRange_StopsAtItsEnd(long left, long right, long expected) =>
        Assert.Equal(expected, Saturating.Add(left, right));
}
