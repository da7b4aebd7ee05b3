namespace Autoscale.Kubernetes.Models;

/// <summary>What Deployments, ReplicaSets, StatefulSets, ReplicationControllers and Jobs have in common, and Autoscale reads.</summary>
public sealed record Workload : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The desired state.</summary>
    public WorkloadSpec Spec { get => field ?? new(); init; }

    /// <summary>The observed state.</summary>
    public WorkloadStatus Status { get => field ?? new(); init; }
}
