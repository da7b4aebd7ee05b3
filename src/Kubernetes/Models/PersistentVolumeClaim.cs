namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 PersistentVolumeClaim that Autoscale reads.</summary>
public sealed record PersistentVolumeClaim : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>What is claimed.</summary>
    public PersistentVolumeClaimSpec Spec { get => field ?? new(); init; }

    /// <summary>What has been given.</summary>
    public PersistentVolumeClaimStatus Status { get => field ?? new(); init; }
}
