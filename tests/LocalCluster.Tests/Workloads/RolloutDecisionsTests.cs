using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads.Deployments;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class RolloutDecisionsTests
{
    [Theory]
    [InlineData(10, "25%", "25%", 3, 2)]
    [InlineData(1, "25%", "25%", 1, 0)]
    [InlineData(4, "0", "0%", 0, 1)]
    [InlineData(0, "25%", "25%", 0, 0)]
    [InlineData(3, "2", "9", 2, 3)]
    public void Fences_CountsAndShares_RoundAsUpstreamDoes(int replicas, string surge, string unavailable, int maxSurge, int maxUnavailable)
    {
        var facts = Facts(replicas, fresh: null, [], surge, unavailable);

        Assert.Equal((maxSurge, maxUnavailable), (facts.MaxSurge, facts.MaxUnavailable));
    }

    [Fact]
    public void Decide_OldPodsThatDoNotWork_GoFirst()
    {
        var facts = Facts(4, Set("new", replicas: 1, available: 0), [Set("broken", replicas: 2, available: 0), Set("fine", replicas: 3, available: 3)], "2", "1");

        var steps = RollingUpdate.Decide(facts with { New = facts.New! with { Replicas = 1 } }, oldPodsRun: false);

        Assert.Equal(["broken 0"], steps.Select(step => $"{step.Set.Name} {step.Replicas}"));
    }

    [Fact]
    public void Scale_MidRollout_SpreadsTheChangeInProportion()
    {
        var facts = Facts(10, Set("new", replicas: 5, available: 5, maximum: 12), [Set("old", replicas: 7, available: 7, maximum: 12)], "2", "0");

        var steps = ProportionalScaling.Decide(WithReplicas(facts, 20));

        Assert.Equal(22, steps.Sum(step => step.Replicas));
        Assert.Equal(["new 9", "old 13"], steps.Select(step => $"{step.Set.Name} {step.Replicas}").Order());
    }

    [Fact]
    public void Hash_MembersInAnotherOrder_IsTheSame()
    {
        var left = JsonNode.Parse("""{"spec":{"a":1,"b":[{"x":"y"}]},"metadata":{"labels":{"app":"web"} } }""");
        var right = JsonNode.Parse("""{"metadata":{"labels":{"app":"web"} },"spec":{"b":[{"x":"y"}],"a":1} }""");

        Assert.Equal(TemplateHash.Of(left, 0), TemplateHash.Of(right, 0));
        Assert.NotEqual(TemplateHash.Of(left, 0), TemplateHash.Of(left, 1));
        Assert.Matches("^[bcdfghjklmnpqrstvwxz2456789]{10}$", TemplateHash.Of(left, 0));
    }

    [Fact]
    public void Decide_AnyRollout_KeepsSurgeAndAvailability()
    {
        var cases =
            from replicas in Gen.Choose(0, 20)
            from surge in Gen.Choose(0, 100)
            from unavailable in Gen.Choose(0, 100)
            from fresh in Counts(20)
            from old in Counts(20)
            select (replicas, surge, unavailable, fresh, old);

        Prop.ForAll(cases.ToArbitrary(), one => Holds(one.replicas, one.surge, one.unavailable, one.fresh, one.old)).QuickCheckThrowOnFailure();
    }

    private static bool Holds(int replicas, int surge, int unavailable, (int Replicas, int Available) fresh, (int Replicas, int Available) old)
    {
        var facts = Facts(
            replicas,
            Set("new", fresh.Replicas, fresh.Available),
            [Set("old", old.Replicas, old.Available)],
            $"{surge}%",
            $"{unavailable}%");
        var steps = RollingUpdate.Decide(facts, oldPodsRun: false);
        var total = facts.TotalReplicas + steps.Sum(step => step.Replicas - step.Set.Replicas);
        var growsTooFar = total > facts.TotalReplicas && total > facts.Replicas + facts.MaxSurge;

        // An old set loses its unavailable pods first, so what it may lose of the others is bounded by what is spare.
        var lost = steps.Where(step => step.Set.Name == "old").Sum(step => Math.Max(0, old.Available - step.Replicas));
        var available = fresh.Available + old.Available - lost;
        return !growsTooFar && (lost == 0 || available >= facts.Replicas - facts.MaxUnavailable);
    }

    private static Gen<(int Replicas, int Available)> Counts(int most) =>
        from replicas in Gen.Choose(0, most)
        from available in Gen.Choose(0, replicas)
        select (replicas, available);

    private static DeploymentFacts WithReplicas(DeploymentFacts facts, int replicas)
    {
        var source = (JsonObject)facts.Source.DeepClone();
        source["spec"]!["replicas"] = replicas;
        return facts with { Source = source };
    }

    private static DeploymentFacts Facts(int replicas, RolloutSet? fresh, IReadOnlyList<RolloutSet> old, string surge, string unavailable)
    {
        var source = JsonNode.Parse($$$"""
            {"metadata":{"name":"web"},"spec":{"replicas":{{{replicas}}},"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":{{{Amount(surge)}}},"maxUnavailable":{{{Amount(unavailable)}}} } } } }
            """)!.AsObject();
        return new DeploymentFacts(source, fresh, old);
    }

    private static string Amount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : $"\"{text}\"";

    private static RolloutSet Set(string name, int replicas, int available, int maximum = 0) => new(JsonNode.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","creationTimestamp":"2026-01-01T00:00:00Z","annotations":{"deployment.kubernetes.io/max-replicas":"{{{maximum}}}"} },
         "spec":{"replicas":{{{replicas}}} },"status":{"replicas":{{{replicas}}},"availableReplicas":{{{available}}} } }
        """)!.AsObject());
}
