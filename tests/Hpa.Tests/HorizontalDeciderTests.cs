using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

public sealed class HorizontalDeciderTests
{
    [Fact]
    public void Decide_AbsentMetricAmongOthers_MayRaiseButNeverLowers()
    {
        var absent = MetricReading.Failed("no metrics returned from external metrics API");
        var spec = Some.Spec(Some.Queue(), Some.Queue(metric: "other"));

        var high = Some.Decide(Some.Facts(spec, 4, Some.Series(90_000), absent));
        var low = Some.Decide(Some.Facts(spec, 4, Some.Series(10_000), absent));

        Assert.Equal((9, 4), (high.Desired, low.Desired));
        Assert.Equal(DecisionOutcome.MetricsFailed, low.Outcome);
    }

    [Fact]
    public void Decide_UnknownReadiness_CountsAsReady()
    {
        var facts = Some.Facts(Some.Spec(Some.Cpu()), 1, new MetricReading { OfPods = [Some.Sample(100)] });
        facts = facts with { Target = facts.Target with { Pods = [PodTraits.EntryOf(Some.Pod(ready: "Unknown"))] } };

        Assert.Equal(2, Some.Decide(facts).Desired);
    }

    [Fact]
    public void Decide_SetToZeroByHand_StaysThereEvenWithLoad()
    {
        var spec = Some.Spec(Some.Queue()) with { MinReplicas = 0 };

        var decision = Some.Decide(Some.Facts(spec, 0, Some.Series(90_000)));

        Assert.Equal((DecisionOutcome.Disabled, 0), (decision.Outcome, decision.Desired));
    }

    [Fact]
    public void Decide_ScaledToZeroByItself_WakesWithLoad()
    {
        var facts = Some.Facts(Some.Spec(Some.Queue()) with { MinReplicas = 0 }, 0, Some.Series(90_000));
        var byItself = new HpaCondition { Type = "ScaledToZero", Status = "True" };
        facts = facts with { Hpa = facts.Hpa with { Status = new() { Conditions = [byItself] } } };

        Assert.Equal(9, Some.Decide(facts).Desired);
        Assert.Equal(0, Some.Decide(facts, new() { ScaleToZero = false }).Desired);
    }

    // Upstream doubles once per sync; deciding more often must not double more often.
    [Fact]
    public void Decide_WithoutBehaviorTwiceWithinASync_DoublesOnce()
    {
        var options = new DecisionOptions { DoublingPeriod = TimeSpan.FromSeconds(12) };
        var spec = Some.Spec(Some.Queue()) with { Behavior = null };
        var first = Some.Decide(Some.Facts(spec, 4, Some.Series(900_000)), options);
        var history = first.HistoryAfterRescale(HpaPlan.Of(spec), options, Some.Now);

        var soon = Some.Decide(Some.Facts(spec, 8, Some.Series(900_000)) with { History = history }, options, Some.Now.AddSeconds(1));
        var later = Some.Decide(Some.Facts(spec, 8, Some.Series(900_000)) with { History = history }, options, Some.Now.AddSeconds(15));

        Assert.Equal((8, 8, 16), (first.Desired, soon.Desired, later.Desired));
        Assert.Equal(LimitRule.ScaleUpLimit, soon.Limit);
    }

    [Fact]
    public void Decide_EveryStep_LeavesItsReasonInTheDecision()
    {
        var spec = Some.Spec(Some.Queue(), Some.Cpu()) with { MaxReplicas = 6 };
        var reading = new MetricReading { OfPods = [.. Enumerable.Repeat(Some.Sample(60), 4)] };

        var decision = Some.Decide(Some.Facts(spec, 4, Some.Series(90_000), reading));

        Assert.Equal([9, 5], decision.Proposals.Select(p => p.Replicas));
        Assert.Equal((9, 9, 6, LimitRule.TooManyReplicas), (decision.Proposed, decision.Stabilized, decision.Desired, decision.Limit));
        Assert.Equal("external metric queue(nil) above target", decision.ReasonText);
    }
}
