namespace Autoscale.Kubernetes.Models;

/// <summary>One condition of a HorizontalPodAutoscaler.</summary>
public sealed record HpaCondition
{
    /// <summary>AbleToScale, ScalingActive, ScalingLimited or ScaledToZero.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>"True", "False" or "Unknown".</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>When Status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Machine-readable reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Human-readable message.</summary>
    public string? Message { get; init; }
}
