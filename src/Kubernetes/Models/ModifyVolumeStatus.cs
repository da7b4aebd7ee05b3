namespace Autoscale.Kubernetes.Models;

/// <summary>A change of a volume's attributes that is under way.</summary>
public sealed record ModifyVolumeStatus
{
    /// <summary>Name of the volume attributes class that the volume is to have.</summary>
    public string? TargetVolumeAttributesClassName { get; init; }
}
