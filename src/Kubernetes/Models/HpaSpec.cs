namespace Autoscale.Kubernetes.Models;

/// <summary>The specification of a HorizontalPodAutoscaler, after the server's defaulting.</summary>
public sealed record HpaSpec
{
    /// <summary>The workload to scale.</summary>
    public CrossVersionObjectReference ScaleTargetRef { get => field ?? new(); init; }

    /// <summary>Lower bound of replicas; null means 1, 0 needs an Object or External metric.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>Upper bound of replicas, at least 1.</summary>
    public int MaxReplicas { get; init; }

    /// <summary>The metrics; the largest proposal wins.</summary>
    public IReadOnlyList<MetricSpec> Metrics { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Scaling policies per direction; null selects the legacy limits.</summary>
    public HpaBehavior? Behavior { get; init; }
}
