namespace Autoscale.Kubernetes.Models;

/// <summary>Rules of one direction.</summary>
public sealed record HpaScalingRules
{
    /// <summary>Seconds of recommendations to consider, 0 to 3600; null on the way down means the controller's window.</summary>
    public int? StabilizationWindowSeconds { get; init; }

    /// <summary>Max, Min or Disabled; null means Max.</summary>
    public string? SelectPolicy { get; init; }

    /// <summary>The policies.</summary>
    public IReadOnlyList<HpaScalingPolicy> Policies { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Allowed deviation from the target as a fraction; null means the controller's.</summary>
    public Quantity? Tolerance { get; init; }
}
