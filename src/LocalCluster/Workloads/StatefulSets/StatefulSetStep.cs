namespace Autoscale.LocalCluster.Workloads.StatefulSets;

/// <summary>What a stateful set does next: ordinals to create (of the old revision or the new) and pods to delete.</summary>
internal sealed record StatefulSetStep(IReadOnlyList<int> Create, IReadOnlyList<PodFacts> Delete)
{
    /// <summary>Nothing to do.</summary>
    public static StatefulSetStep None { get; } = new([], []);
}
