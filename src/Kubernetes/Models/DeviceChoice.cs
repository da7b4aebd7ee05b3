namespace Autoscale.Kubernetes.Models;

/// <summary>One kind of device and how many of it.</summary>
public sealed record DeviceChoice
{
    /// <summary>Name of the device class.</summary>
    public string DeviceClassName { get => field ?? ""; init; }

    /// <summary>ExactCount or All; null is ExactCount.</summary>
    public string? AllocationMode { get; init; }

    /// <summary>How many, where the mode is ExactCount; null is one.</summary>
    public long? Count { get; init; }
}
