namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 Pod that Autoscale reads.</summary>
public sealed record Pod : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The desired state.</summary>
    public PodSpec Spec { get => field ?? new(); init; }

    /// <summary>The observed state.</summary>
    public PodStatus Status { get => field ?? new(); init; }
}
