namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>One step of a rollout, after pkg/controller/deployment's rolling.go and recreate.go.</summary>
internal static class RollingUpdate
{
    /// <summary>How many pods the new replica set shall have now: never more than the deployment and its surge allow in all.</summary>
    public static int NewReplicas(DeploymentFacts facts)
    {
        var current = facts.New?.Replicas ?? 0;
        if (facts.Recreates || current >= facts.Replicas)
        {
            return facts.Replicas;
        }

        var room = facts.Replicas + facts.MaxSurge - facts.TotalReplicas;
        return room <= 0 ? current : current + Math.Min(room, facts.Replicas - current);
    }

    /// <summary>The next step: the new replica set grows first; the old ones shrink as far as availability allows.</summary>
    /// <param name="facts">The deployment and its replica sets, the new one among them.</param>
    /// <param name="oldPodsRun">Whether pods of old replica sets are still there, which a Recreate waits for.</param>
    public static IReadOnlyList<SetScale> Decide(DeploymentFacts facts, bool oldPodsRun) =>
        facts.Recreates ? Recreate(facts, oldPodsRun) : Roll(facts);

    private static IReadOnlyList<SetScale> Recreate(DeploymentFacts facts, bool oldPodsRun)
    {
        var shrinking = facts.Old.Where(set => set.Replicas > 0).Select(set => new SetScale(set, 0)).ToList();
        return shrinking.Count > 0 || oldPodsRun || facts.New is null ? shrinking : Changes([new SetScale(facts.New, facts.Replicas)]);
    }

    private static IReadOnlyList<SetScale> Roll(DeploymentFacts facts)
    {
        if (facts.New is not { } fresh)
        {
            return [];
        }

        var growing = new SetScale(fresh, NewReplicas(facts));
        return growing.IsChange ? [growing] : Shrink(facts, fresh);
    }

    private static IReadOnlyList<SetScale> Shrink(DeploymentFacts facts, RolloutSet fresh)
    {
        var minAvailable = facts.Replicas - facts.MaxUnavailable;
        var most = facts.TotalReplicas - minAvailable - (fresh.Replicas - fresh.Available);
        var old = facts.Old.Where(set => set.Replicas > 0).OrderBy(set => set.Created).ToList();
        if (old.Count == 0 || most <= 0)
        {
            return [];
        }

        // Pods that do not work go first: taking them away makes nothing less available.
        var cleaned = old.Select(set => Take(set, Math.Max(0, set.Replicas - set.Available), ref most)).ToList();
        var spare = Math.Max(0, facts.All.Sum(set => set.Available) - minAvailable);
        var scaled = cleaned.Select(step => step with { Replicas = Take(step.Set with { Replicas = step.Replicas }, step.Replicas, ref spare).Replicas });
        return Changes(scaled);
    }

    private static SetScale Take(RolloutSet set, int wanted, ref int budget)
    {
        var taken = Math.Min(wanted, budget);
        budget -= taken;
        return new SetScale(set, set.Replicas - taken);
    }

    private static IReadOnlyList<SetScale> Changes(IEnumerable<SetScale> scales) => [.. scales.Where(scale => scale.IsChange)];
}
