namespace Autoscale.Kubernetes.Models;

/// <summary>A condition on the pods nearby that may be broken.</summary>
public sealed record WeightedPodAffinityTerm
{
    /// <summary>The condition.</summary>
    public PodAffinityTerm PodAffinityTerm { get => field ?? new(); init; }
}
