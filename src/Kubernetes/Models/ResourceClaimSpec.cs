namespace Autoscale.Kubernetes.Models;

/// <summary>What a resource claim asks for.</summary>
public sealed record ResourceClaimSpec
{
    /// <summary>The devices.</summary>
    public DeviceClaim Devices { get => field ?? new(); init; }
}
