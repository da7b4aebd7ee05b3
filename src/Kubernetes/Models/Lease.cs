namespace Autoscale.Kubernetes.Models;

/// <summary>A lease, coordination.k8s.io/v1: what candidates for leadership agree by.</summary>
public sealed record Lease : IKubeObject
{
    /// <summary>Name, namespace and version.</summary>
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Who holds it.</summary>
    public LeaseSpec Spec { get => field ?? new(); init; }
}
