namespace Autoscale.LocalCluster.Workloads.ReplicaSets;

/// <summary>What a replica set does next: so many pods to create, or these to delete.</summary>
internal sealed record ReplicaSetPlan(int Create, IReadOnlyList<PodFacts> Delete);
