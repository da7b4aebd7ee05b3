namespace Autoscale.Kubernetes.Models;

/// <summary>One request for devices: either exactly one kind, or the first of several that can be had.</summary>
public sealed record DeviceRequest
{
    /// <summary>The one kind that will do; null where there are alternatives.</summary>
    public DeviceChoice? Exactly { get; init; }

    /// <summary>The alternatives, best first.</summary>
    public IReadOnlyList<DeviceChoice> FirstAvailable { get => field ?? []; init => field = value.Filled(); }
}
