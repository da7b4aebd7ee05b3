using Autoscale.Hpa;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;

namespace Autoscale.Autoscale.Tests;

public sealed class DecisionLineTests
{
    private static readonly MetricPlan Queue = MetricPlan.Of(new()
    {
        Type = "External",
        External = new()
        {
            Metric = new() { Name = "queue_length", Selector = new() { MatchLabels = new Dictionary<string, string> { ["queue"] = "orders" } } },
            Target = new() { Type = "AverageValue", AverageValue = Quantity.Parse("20") },
        },
    });

    private static readonly MetricPlan Cpu = MetricPlan.Of(new()
    {
        Type = "Resource",
        Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = 60 } },
    });

    [Fact]
    public void Of_ScaleUpOnAnAverage_NamesSeriesReadingTargetAndLimit()
    {
        var decision = Decided(3, 5, new(Queue) { Replicas = 9, Reading = 41_500 }) with { Limit = LimitRule.ScaleUpLimit };

        Assert.Equal("3 → 5, queue_length{queue=orders} 41.5 a pod, target 20, ScaleUpLimit", Line(decision));
    }

    [Fact]
    public void Of_StabilizedUtilization_NamesPercentAndWindow()
    {
        var decision = Decided(5, 5, new(Cpu) { Replicas = 2, Utilization = 31, Reading = 62 }) with { Stabilization = StabilizationRule.ScaleDownStabilized };

        Assert.Equal("5 stays, cpu 31%, target 60%, ScaleDownStabilized", Line(decision));
    }

    [Fact]
    public void Of_Failure_SaysTheInnermostCause()
    {
        var line = Line(Decided(2, 2, null), "invalid metrics (1 invalid out of 1), first error is: failed to get cpu: no answer");

        Assert.Equal("holds 2: no answer", line);
    }

    [Theory]
    [InlineData("replicas(4)", "2 → 4, queue_length{queue=orders} absent (refused), replicas(4)")]
    [InlineData("hold", "holds 2: refused, hold")]
    public void Of_AbsentMetricWithARule_NamesCauseAndRule(string rule, string line)
    {
        var facts = new ScaleFacts
        {
            Hpa = new() { Metadata = new() { Annotations = new Dictionary<string, string> { [AbsenceRule.Annotation] = rule } } },
            Plan = HpaPlan.Of(new() { MaxReplicas = 9, Metrics = [Queue.Spec] }),
            Scale = new() { Spec = new() { Replicas = 2 }, Status = new() { Replicas = 2, Selector = "app=web" } },
            Target = new() { Selector = "app=web" },
            Readings = [MetricReading.Failed("unable to fetch metrics: refused")],
        };

        var decision = HorizontalDecider.Decide(facts, new(), DateTimeOffset.UnixEpoch);

        Assert.Equal(line, Line(decision, decision.MetricsError));
    }

    private static ReplicaDecision Decided(int current, int desired, ReplicaProposal? winner) => new()
    {
        Outcome = DecisionOutcome.Computed,
        Current = current,
        Desired = desired,
        Winner = winner,
        Reason = desired > current ? RescaleReason.MetricAboveTarget : RescaleReason.None,
        History = ScalingHistory.Empty,
    };

    private static string Line(ReplicaDecision decision, string? error = null) => DecisionLine.Of(new DecisionNote(
        new ObjectKey("autoscaling", "HorizontalPodAutoscaler", "ns", "hpa"), DateTimeOffset.UnixEpoch, new(), decision, new(), error, false));
}
