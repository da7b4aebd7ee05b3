using Autoscale.Kubernetes.Control;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Hpa.Tests;

/// <summary>What holds for every decision, whatever the facts.</summary>
public sealed class DecisionProperties
{
    private static readonly Gen<NaivePod> AnyPod =
        from kind in Gen.Frequency((6, Gen.Constant(NaiveKind.Ready)), (3, Gen.Elements(Enum.GetValues<NaiveKind>())))
        from request in Gen.Choose(1, 2000)
        from usage in Gen.Choose(0, 4000)
        select new NaivePod("", kind, request, usage);

    private static readonly Gen<NaivePod[]> AnyPods =
        from count in Gen.Choose(1, 12)
        from pods in AnyPod.ArrayOf(count)
        select pods.Select((pod, i) => pod with { Name = $"p{i}" }).ToArray();

    [Fact]
    public void Propose_AnyPods_AgreesWithTheNaiveCalculator()
    {
        var cases = from pods in AnyPods from target in Gen.Choose(1, 200) from current in Gen.Choose(1, 30) select (pods, target, current);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var proposal = Some.Decide(FactsOf(c.pods, c.target, c.current)).Proposals[0];
            var ours = proposal.Failure is null ? (proposal.Replicas, proposal.Utilization ?? -1) : ((int, int)?)null;
            return (ours == NaiveCalculator.Utilization(c.pods, c.target, c.current))
                .Label($"ours {ours}, naive {NaiveCalculator.Utilization(c.pods, c.target, c.current)}");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Decide_AnyLoad_StaysWithinTheBounds()
    {
        var cases = from min in Gen.Choose(1, 20)
                    from more in Gen.Choose(0, 50)
                    from current in Gen.Choose(1, 100)
                    from load in Gen.Choose(0, 10_000_000)
                    from legacy in Gen.Elements(true, false)
                    select (min, max: min + more, current, load, legacy);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var spec = Some.Spec(Some.Queue()) with { MinReplicas = c.min, MaxReplicas = c.max };
            spec = c.legacy ? spec with { Behavior = null } : spec;
            var desired = Some.Decide(Some.Facts(spec, c.current, Some.Series(c.load))).Desired;
            return desired >= c.min && desired <= c.max;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Decide_MoreLoadOnTheSamePods_NeverMeansFewerReplicas()
    {
        var cases = from current in Gen.Choose(1, 50)
                    from load in Gen.Choose(0, 1_000_000)
                    from more in Gen.Choose(0, 1_000_000)
                    from kind in Gen.Choose(0, 2)
                    select (current, load, more, kind);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var less = Desired(c.kind, c.current, c.load);
            var more = Desired(c.kind, c.current, (long)c.load + c.more);
            return (more >= less).Label($"{c.load}m gives {less}, {c.more}m more gives {more}");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Decide_SameFacts_GiveTheSameDecisionAndLeaveTheFactsAlone()
    {
        var cases = from pods in AnyPods from current in Gen.Choose(1, 30) select (pods, current);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var facts = FactsOf(c.pods, 50, c.current) with { History = ScalingHistory.Empty.Seeded(9, Some.Now.AddSeconds(-30)) };
            var (first, second) = (Some.Decide(facts), Some.Decide(facts));
            return first.Desired == second.Desired && first.ReasonText == second.ReasonText && facts.History.Recommendations.Length == 1;
        }).QuickCheckThrowOnFailure();
    }

    private static int Desired(int kind, int current, long load)
    {
        var samples = Enumerable.Repeat(Some.Sample(load / current), current);
        var (metric, reading) = kind switch
        {
            0 => (Some.Queue(), Some.Series(load)),
            1 => (Some.QueueInAll(), Some.Series(load)),
            _ => (Some.Cpu(), new MetricReading { OfPods = [.. samples] }),
        };
        return Some.Decide(Some.Facts(Some.Spec(metric), current, reading)).Desired;
    }

    private static ScaleFacts FactsOf(NaivePod[] pods, int target, int current) =>
        Some.Facts(Some.Spec(Some.Cpu(target)), current, new MetricReading { OfPods = [.. pods.Select(NaiveCalculator.SampleOf)] }) with
        {
            Target = new()
            {
                Selector = "app=web",
                Pods = [.. pods.Select(p => new PodEntry<PodTraits>(Some.Pod(p.Name), NaiveCalculator.TraitsOf(p)))],
            },
        };
}
