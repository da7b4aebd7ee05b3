namespace Autoscale.Kubernetes.Models;

/// <summary>One condition of a pod.</summary>
public sealed record PodCondition
{
    /// <summary>Type, e.g. Ready or PodScheduled.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>"True", "False" or "Unknown".</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>Machine-readable reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Human-readable message.</summary>
    public string? Message { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }
}
