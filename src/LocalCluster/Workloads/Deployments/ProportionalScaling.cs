namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>Spreads a change of the wanted count over the replica sets of a rollout that is under way, after pkg/controller/deployment's sync.go.</summary>
internal static class ProportionalScaling
{
    /// <summary>The counts of the sets that must be written: those of every active set when the change is spread over several.</summary>
    public static IReadOnlyList<SetScale> Decide(DeploymentFacts facts)
    {
        var active = facts.All.Where(set => set.Replicas > 0).ToList();
        if (active.Count <= 1)
        {
            var only = active.FirstOrDefault() ?? facts.New ?? facts.Old.MaxBy(set => set.Created);
            return only is null ? [] : [new SetScale(only, facts.Replicas)];
        }

        if (IsSaturated(facts))
        {
            return [.. facts.Old.Where(set => set.Replicas > 0).Select(set => new SetScale(set, 0))];
        }

        return facts.Recreates ? [] : Spread(facts, active);
    }

    private static bool IsSaturated(DeploymentFacts facts) =>
        facts.New is { } fresh
        && fresh.Replicas == facts.Replicas
        && fresh.DesiredAtScaling == facts.Replicas
        && fresh.Available == facts.Replicas;

    private static IReadOnlyList<SetScale> Spread(DeploymentFacts facts, List<RolloutSet> active)
    {
        var allowed = facts.Replicas > 0 ? facts.Replicas + facts.MaxSurge : 0;
        var toAdd = allowed - active.Sum(set => set.Replicas);
        var ordered = toAdd > 0
            ? active.OrderByDescending(set => set.Replicas).ThenByDescending(set => set.Created).ToList()
            : active.OrderByDescending(set => set.Replicas).ThenBy(set => set.Created).ToList();
        var added = 0;
        var sizes = new List<int>();
        foreach (var set in ordered)
        {
            var share = Share(facts, set, toAdd, added);
            added += share;
            sizes.Add(set.Replicas + share);
        }

        // What rounding left over goes to the largest set.
        sizes[0] = Math.Max(0, sizes[0] + toAdd - added);
        return [.. ordered.Zip(sizes, (set, size) => new SetScale(set, size))];
    }

    private static int Share(DeploymentFacts facts, RolloutSet set, int toAdd, int added)
    {
        if (toAdd == 0 || toAdd == added)
        {
            return 0;
        }

        var fraction = Fraction(facts, set);
        return toAdd > 0 ? Math.Min(fraction, toAdd - added) : Math.Max(fraction, toAdd - added);
    }

    private static int Fraction(DeploymentFacts facts, RolloutSet set)
    {
        if (facts.Replicas == 0)
        {
            return -set.Replicas;
        }

        var before = set.MaximumAtScaling ?? facts.Source.Count("status", "replicas");
        var size = before <= 0 ? set.Replicas : (double)set.Replicas * (facts.Replicas + facts.MaxSurge) / before;
        return (int)Math.Round(size, MidpointRounding.AwayFromZero) - set.Replicas;
    }
}
