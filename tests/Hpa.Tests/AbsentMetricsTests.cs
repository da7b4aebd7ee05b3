using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

public sealed class AbsentMetricsTests
{
    private const string Cause = "unable to get external metric ns/queue/nil: " + Absent.Why;
    private static readonly HpaSpec OneQueue = Some.Spec(Some.Queue());
    private static readonly HpaSpec TwoQueues = Some.Spec(Some.Queue(), Some.Queue(metric: "other"));

    [Fact]
    public void Decide_NoRule_IsKubernetesOwn()
    {
        var facts = Absent.Facts(null, TwoQueues, 4, Absent.Reading, Some.Series(90_000));

        var decision = Some.Decide(facts);

        Assert.Equal((DecisionOutcome.Computed, 9), (decision.Outcome, decision.Desired));
        Assert.Null(Absent.ReportOf(facts, decision).Condition());
        Assert.Empty(decision.Memories);
    }

    [Fact]
    public void Decide_Hold_NeitherRaisesNorLowersAndSaysSo()
    {
        var facts = Absent.Facts("hold", TwoQueues, 4, Absent.Reading, Some.Series(90_000));

        var decision = Some.Decide(facts);
        var report = Absent.ReportOf(facts, decision);

        Assert.Equal((DecisionOutcome.MetricsFailed, 4), (decision.Outcome, decision.Desired));
        Assert.Equal(("True", "Held"), (report.Condition()?.Status, report.Condition()?.Reason));
        Assert.Equal(
            $"external metric queue(nil) is absent since 2026-11-20T12:00:00Z: {Cause}; by hold replicas are neither raised nor lowered",
            report.Condition()?.Message);
        Assert.Equal(
            ("False", "FailedGetExternalMetric", $"the HPA was unable to compute the replica count: {Cause}"),
            (report.Condition("ScalingActive")?.Status, report.Condition("ScalingActive")?.Reason, report.Condition("ScalingActive")?.Message));
        Assert.Equal(["FailedGetExternalMetric", "FailedComputeMetricsReplicas"], report.Events.Select(e => e.Reason));
    }

    [Fact]
    public void Decide_HoldAboveTheMaximum_IsCutToIt()
    {
        var spec = OneQueue with { MaxReplicas = 3 };

        Assert.Equal(3, Some.Decide(Absent.Facts("hold", spec, 4, Absent.Reading)).Desired);
    }

    [Fact]
    public void Decide_LastKnownYoungEnough_CountsAsIfItWereRead()
    {
        var facts = Absent.Facts("last-known(10m)", OneQueue, 4, Some.Series(60_000));
        var before = Some.Decide(facts);
        var next = Absent.Next(facts, before, Absent.Reading);

        var decision = Some.Decide(next, now: Some.Now.AddSeconds(599));
        var report = Absent.ReportOf(next, decision, Some.Now.AddSeconds(599));

        Assert.Equal((6, 6), (before.Desired, decision.Desired));
        Assert.Equal(("True", "LastKnownUsed"), (report.Condition()?.Status, report.Condition()?.Reason));
        Assert.EndsWith(
            "by last-known(10m0s) the reading of 2026-11-20T12:00:00Z counts until 2026-11-20T12:10:00Z",
            report.Condition()?.Message,
            StringComparison.Ordinal);
        Assert.Equal("FailedGetExternalMetric", report.Condition("ScalingActive")?.Reason);
        Assert.Equal("", Assert.Single(report.Status.CurrentMetrics ?? []).Type);
    }

    [Fact]
    public void Decide_LastKnownTooOld_IsKubernetesOwnAndSaysSo()
    {
        var facts = Absent.Facts("last-known(10m)", TwoQueues, 4, Some.Series(10_000), Some.Series(10_000));
        var next = Absent.Next(facts, Some.Decide(facts), Absent.Reading, Some.Series(90_000));

        var decision = Some.Decide(next, now: Some.Now.AddMinutes(10));
        var condition = Absent.ReportOf(next, decision).Condition();

        Assert.Equal((DecisionOutcome.Computed, 9), (decision.Outcome, decision.Desired));
        Assert.Equal(("False", "LastKnownTooOld"), (condition?.Status, condition?.Reason));
        Assert.Equal(4, Some.Decide(next with { Readings = [Absent.Reading, Some.Series(10_000)] }, now: Some.Now.AddMinutes(10)).Desired);
    }

    [Fact]
    public void Decide_LastKnownAfterAStart_KnowsNothingAndHolds()
    {
        var facts = Absent.Facts("last-known(10m)", OneQueue, 4, Absent.Reading);

        var decision = Some.Decide(facts);

        Assert.Equal((DecisionOutcome.MetricsFailed, 4), (decision.Outcome, decision.Desired));
        Assert.Equal("NothingKnown", Absent.ReportOf(facts, decision).Condition()?.Reason);
    }

    [Fact]
    public void Decide_LastKnownOfPods_IsMatchedByName()
    {
        var spec = Some.Spec(Some.Memory("100"));
        var facts = Absent.Facts("last-known(10m)", spec, 2, new MetricReading { OfPods = [Some.Sample(200_000), Some.Sample(400_000)] });
        var next = Absent.Next(facts, Some.Decide(facts), Absent.Reading);
        var three = next with { Target = next.Target with { Pods = [.. Some.Pods(3).Reverse()] }, Scale = Some.Facts(spec, 3).Scale };

        var decision = Some.Decide(three);

        Assert.Equal(300_000, decision.Winner?.Reading);
        Assert.Equal((2, 1), (decision.Winner?.Pods.Ready, decision.Winner?.Pods.Missing));
    }

    [Fact]
    public void Decide_Replicas_CountsAsAProposalWithinTheBounds()
    {
        var facts = Absent.Facts("replicas(7)", TwoQueues with { MaxReplicas = 8 }, 4, Absent.Reading, Some.Series(20_000));

        var decision = Some.Decide(facts);
        var report = Absent.ReportOf(facts, decision);

        Assert.Equal((7, "external metric queue(nil) absent, replicas(7)"), (decision.Desired, decision.ReasonText));
        Assert.Equal(8, Some.Decide(facts with { Readings = [Absent.Reading, Some.Series(900_000)] }).Desired);
        Assert.Equal(("True", "ReplicasAssumed"), (report.Condition()?.Status, report.Condition()?.Reason));
        Assert.Equal("FailedGetExternalMetric", report.Condition("ScalingActive")?.Reason);
        Assert.Equal("FailedGetExternalMetric", report.Events[0].Reason);
    }

    [Fact]
    public void Decide_PodMetricWithSomeSamples_IsNotAbsent()
    {
        var spec = Some.Spec(Some.Memory("100"));

        var facts = Absent.Facts("replicas(50)", spec, 3, new MetricReading { OfPods = [default, Some.Sample(100_000), default] });

        Assert.Null(Some.Decide(facts).Proposals[0].Answer);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Decide_PodsWithoutAnySample_AreAbsentOnceTheyHaveServedForAWhile(int seconds, bool absent)
    {
        var ready = Some.Now.AddHours(-1).AddSeconds(5);

        var decision = Some.Decide(Absent.Facts("replicas(5)", Some.Spec(Some.Cpu()), 2, Absent.Reading), now: ready.AddSeconds(seconds));

        Assert.Equal(absent ? 5 : 2, decision.Desired);
    }

    [Fact]
    public void Decide_DefectOfTheSpecification_IsNoAbsence()
    {
        var broken = new MetricSpec { Type = "External", External = new() { Metric = new() { Name = "queue" }, Target = new() { Type = "Value" } } };

        var decision = Some.Decide(Absent.Facts("replicas(5)", Some.Spec(broken), 2, Some.Series(1)));

        Assert.Equal((DecisionOutcome.MetricsFailed, 2), (decision.Outcome, decision.Desired));
    }

    [Fact]
    public void Report_MetricIsBack_SaysSoOnceAndKeepsNothingElse()
    {
        var facts = Absent.Facts("hold", OneQueue, 4, Absent.Reading);
        var next = Absent.Next(facts, Some.Decide(facts), Some.Series(40_000));

        var report = Absent.ReportOf(next, Some.Decide(next));

        Assert.Equal(("False", "MetricsPresent"), (report.Condition()?.Status, report.Condition()?.Reason));
        var without = next with { Hpa = Absent.Hpa(null, [.. report.Status.Conditions]) };
        Assert.Null(Absent.ReportOf(without, Some.Decide(without)).Condition());
    }

    [Fact]
    public void Report_StillAbsent_IsTheSameConditionAsBefore()
    {
        var facts = Absent.Facts("hold", OneQueue, 4, Absent.Reading);
        var next = Absent.Next(facts, Some.Decide(facts), Absent.Reading);

        var later = Some.Now.AddMinutes(1);
        var report = Absent.ReportOf(next, Some.Decide(next, now: later), later);
        var restarted = next with { Memories = [] };

        Assert.Null(report.AbsenceNews);
        Assert.Null(Absent.ReportOf(restarted, Some.Decide(restarted, now: later), later).AbsenceNews);
    }

    [Fact]
    public void Report_MalformedRule_IsAConditionAndOneEventAndChangesNothingElse()
    {
        var facts = Absent.Facts("freeze", OneQueue, 4, Some.Series(90_000));
        var decision = Some.Decide(facts);
        var report = Absent.ReportOf(facts, decision);

        Assert.Equal(9, decision.Desired);
        Assert.Equal(("False", "InvalidRule"), (report.Condition()?.Status, report.Condition()?.Reason));
        var told = report.Events[0];
        Assert.Equal(("Warning", "InvalidOnAbsentMetrics", report.Condition()?.Message), (told.Type, told.Reason, told.Message));
        Assert.Contains("autoscale.dev/on-absent-metrics is \"freeze\"; allowed are hold,", told.Message, StringComparison.Ordinal);

        var next = Absent.Next(facts, decision, Some.Series(90_000));
        Assert.DoesNotContain(Absent.ReportOf(next, Some.Decide(next)).Events, e => e.Reason == "InvalidOnAbsentMetrics");
    }
}
