using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Models;

/// <summary>What may be recommended for one container.</summary>
public sealed record ContainerResourcePolicy
{
    /// <summary>The container, or * for all without their own policy.</summary>
    public string ContainerName { get => field ?? ""; init; }

    /// <summary>Auto or Off; null is Auto.</summary>
    public string? Mode { get; init; }

    /// <summary>The least that is recommended per resource.</summary>
    public IReadOnlyDictionary<string, Quantity>? MinAllowed { get; init; }

    /// <summary>The most that is recommended per resource.</summary>
    public IReadOnlyDictionary<string, Quantity>? MaxAllowed { get; init; }

    /// <summary>The resources that are recommended; null is cpu and memory, an empty list none.</summary>
    public IReadOnlyList<string>? ControlledResources { get; init; }

    /// <summary>RequestsAndLimits or RequestsOnly; null is RequestsAndLimits.</summary>
    public string? ControlledValues { get; init; }

    /// <summary>Factor by which memory grows after an out-of-memory kill, at least 1; null for the recommender's own.</summary>
    public Quantity? OomBumpUpRatio { get; init; }

    /// <summary>Bytes by which memory grows at least after an out-of-memory kill; null for the recommender's own.</summary>
    public Quantity? OomMinBumpUp { get; init; }

    /// <summary>Seconds of which the memory peak is one sample, at least 1; null for the recommender's own.</summary>
    public int? MemoryAggregationIntervalSeconds { get; init; }

    /// <summary>Intervals that are looked back at, at least 1; null for the recommender's own.</summary>
    public long? MemoryAggregationIntervalCount { get; init; }

    /// <summary>What the container gets beyond the recommendation while it starts; null is as the autoscaler's own.</summary>
    public StartupBoost? StartupBoost { get; init; }
}
