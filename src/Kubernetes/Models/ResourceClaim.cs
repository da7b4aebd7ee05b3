namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a resource.k8s.io ResourceClaim that Autoscale reads.</summary>
public sealed record ResourceClaim : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>What is claimed.</summary>
    public ResourceClaimSpec Spec { get => field ?? new(); init; }
}
