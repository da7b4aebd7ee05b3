using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>How pods are brought to what is recommended.</summary>
public sealed record VpaUpdatePolicy
{
    /// <summary>Off, Initial, Recreate, InPlaceOrRecreate, InPlace or the deprecated Auto; null or empty is Recreate.</summary>
    public string? UpdateMode { get; init; }

    /// <summary>Live pods that a controller must have before one of them is taken; null for the updater's own minimum.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>What must hold of at least one container before a pod is evicted; empty is no condition.</summary>
    public IReadOnlyList<EvictionRequirement> EvictionRequirements { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Seconds of life within which an out-of-memory kill counts as quick, at least 1; null for the updater's own.</summary>
    public int? EvictAfterOOMSeconds { get; init; }
}
