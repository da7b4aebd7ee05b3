namespace Autoscale.Kubernetes.Models;

/// <summary>The status of a HorizontalPodAutoscaler.</summary>
public sealed record HpaStatus
{
    /// <summary>Never set by the controller, as upstream.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When replicas were last changed.</summary>
    public DateTimeOffset? LastScaleTime { get; init; }

    /// <summary>spec.replicas of the target at the last decision; null before the first.</summary>
    public int? CurrentReplicas { get; init; }

    /// <summary>Replicas last decided.</summary>
    public int DesiredReplicas { get; init; }

    /// <summary>Last readings, a slot per metric; null when none were read.</summary>
    public IReadOnlyList<MetricStatus>? CurrentMetrics { get; init; }

    /// <summary>Conditions in order of first use.</summary>
    public IReadOnlyList<HpaCondition> Conditions { get => field ?? []; init => field = value.Filled(); }
}
