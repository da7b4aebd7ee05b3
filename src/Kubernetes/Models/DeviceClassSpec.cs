namespace Autoscale.Kubernetes.Models;

/// <summary>What a device class stands for.</summary>
public sealed record DeviceClassSpec
{
    /// <summary>The extended resource by which containers can ask for its devices, e.g. example.com/gpu; null when there is none.</summary>
    public string? ExtendedResourceName { get; init; }
}
