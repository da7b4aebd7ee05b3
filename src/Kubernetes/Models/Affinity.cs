namespace Autoscale.Kubernetes.Models;

/// <summary>Which pods a pod wants to be near to or far from.</summary>
public sealed record Affinity
{
    /// <summary>Pods to be near to.</summary>
    public PodAffinity? PodAffinity { get; init; }

    /// <summary>Pods to be far from.</summary>
    public PodAffinity? PodAntiAffinity { get; init; }
}
