namespace Autoscale.Kubernetes.Models;

/// <summary>What a workload makes its pods from.</summary>
public sealed record PodTemplate
{
    /// <summary>Labels and annotations of the pods.</summary>
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Specification of the pods; the server sets no pod's defaults in it.</summary>
    public PodSpec Spec { get => field ?? new(); init; }
}
