namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a claim's status that Autoscale reads.</summary>
public sealed record PersistentVolumeClaimStatus
{
    /// <summary>What is being set aside for the claim while it is resized, per resource.</summary>
    public IReadOnlyDictionary<string, Quantity>? AllocatedResources { get; init; }

    /// <summary>Name of the volume attributes class that the volume has.</summary>
    public string? CurrentVolumeAttributesClassName { get; init; }

    /// <summary>The change of attributes that is under way; null when there is none.</summary>
    public ModifyVolumeStatus? ModifyVolumeStatus { get; init; }
}
