namespace Autoscale.Kubernetes.Models;

/// <summary>Conditions on the pods nearby; affinity and anti-affinity have the same form.</summary>
public sealed record PodAffinity
{
    /// <summary>Conditions that must hold when the pod is placed.</summary>
    public IReadOnlyList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Conditions that should hold when the pod is placed.</summary>
    public IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get => field ?? []; init => field = value.Filled(); }
}
