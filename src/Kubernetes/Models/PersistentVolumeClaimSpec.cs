namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a claim's specification that Autoscale reads.</summary>
public sealed record PersistentVolumeClaimSpec
{
    /// <summary>The storage that is asked for, in bytes under "storage".</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>Name of the storage class; null until a default is chosen.</summary>
    public string? StorageClassName { get; init; }

    /// <summary>Name of the volume attributes class that is wanted.</summary>
    public string? VolumeAttributesClassName { get; init; }
}
