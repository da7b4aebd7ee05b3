namespace Autoscale.Kubernetes.Models;

/// <summary>The devices that a resource claim asks for.</summary>
public sealed record DeviceClaim
{
    /// <summary>The requests, all of which must be met.</summary>
    public IReadOnlyList<DeviceRequest> Requests { get => field ?? []; init => field = value.Filled(); }
}
