namespace Autoscale.LocalCluster.Workloads.StatefulSets;

/// <summary>Decides the next step of a stateful set, after pkg/controller/statefulset/stateful_set_control.go: in order and one at a time, unless it is parallel.</summary>
internal static class StatefulSetDecider
{
    // Pods made in one step at most; the next step follows as they appear.
    private const int MostAtOnce = 500;

    /// <summary>The next step towards the wanted count and the new revision.</summary>
    public static StatefulSetStep Decide(StatefulSetFacts facts, string updateRevision, DateTimeOffset now)
    {
        var failed = facts.Pods.Values.Where(pod => pod is { IsEnded: true, IsTerminating: false }).ToList();
        if (failed.Count > 0)
        {
            return new StatefulSetStep([], facts.IsParallel ? failed : [failed[0]]);
        }

        var step = facts.IsParallel ? ScaleAtOnce(facts) : ScaleInOrder(facts, now);
        return step ?? Update(facts, updateRevision, now);
    }

    /// <summary>Whether the pod of an ordinal is made of the new revision when it is made now.</summary>
    public static bool IsUpdated(StatefulSetFacts facts, int ordinal) => facts.Partition is { } partition && ordinal >= facts.First + partition;

    private static StatefulSetStep? ScaleAtOnce(StatefulSetFacts facts)
    {
        var missing = Wanted(facts).Where(ordinal => !facts.Pods.ContainsKey(ordinal)).Take(MostAtOnce).ToList();
        var surplus = Surplus(facts).Where(pod => !pod.IsTerminating).ToList();
        return missing.Count + surplus.Count > 0 ? new StatefulSetStep(missing, surplus) : null;
    }

    /// <summary>Null when every wanted pod is there and available and no other is left.</summary>
    private static StatefulSetStep? ScaleInOrder(StatefulSetFacts facts, DateTimeOffset now)
    {
        foreach (var ordinal in Wanted(facts))
        {
            if (!facts.Pods.TryGetValue(ordinal, out var pod))
            {
                return new StatefulSetStep([ordinal], []);
            }

            if (pod.IsTerminating || !pod.IsAvailable(facts.MinReady, now))
            {
                return StatefulSetStep.None;
            }
        }

        var surplus = Surplus(facts).ToList();
        return surplus.Count == 0 ? null
            : surplus[0].IsTerminating ? StatefulSetStep.None
            : new StatefulSetStep([], [surplus[0]]);
    }

    private static StatefulSetStep Update(StatefulSetFacts facts, string revision, DateTimeOffset now)
    {
        foreach (var ordinal in Wanted(facts).Reverse().Where(ordinal => IsUpdated(facts, ordinal)))
        {
            var pod = facts.Pods.GetValueOrDefault(ordinal);
            if (pod is { IsTerminating: false } && !StatefulSetFacts.IsOf(pod, revision))
            {
                return new StatefulSetStep([], [pod]);
            }

            if (pod is null || pod.IsTerminating || !pod.IsAvailable(facts.MinReady, now))
            {
                return StatefulSetStep.None;
            }
        }

        return StatefulSetStep.None;
    }

    private static IEnumerable<int> Wanted(StatefulSetFacts facts) => Enumerable.Range(facts.First, facts.End - facts.First);

    private static IEnumerable<PodFacts> Surplus(StatefulSetFacts facts) =>
        facts.Pods.Where(pair => pair.Key < facts.First || pair.Key >= facts.End).OrderByDescending(pair => pair.Key).Select(pair => pair.Value);
}
