namespace Autoscale.Kubernetes.Models;

/// <summary>The resource claim that the scheduler made for the extended resources of a pod.</summary>
public sealed record ExtendedResourceClaimStatus
{
    /// <summary>Name of the claim.</summary>
    public string ResourceClaimName { get => field ?? ""; init; }
}
