using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>What one round over the pods of an autoscaler is decided from.</summary>
public sealed record RoundFacts
{
    /// <summary>The autoscaler.</summary>
    public required VerticalPodAutoscaler Vpa { get; init; }

    /// <summary>Its pods: placed on nodes, neither ended nor being deleted.</summary>
    public required IReadOnlyList<PodCandidate> Pods { get; init; }

    /// <summary>How many pods the controllers are to have, of those that say so.</summary>
    public IReadOnlyDictionary<PodCreator, int> Replicas { get; init; } = new Dictionary<PodCreator, int>();

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Why nothing may be evicted; null when it may.</summary>
    public EvictionHold? EvictionHold { get; init; }

    /// <summary>Why nothing may be evicted but pods that are killed over and over for want of memory; null when others may, too.</summary>
    public EvictionHold? BurstHold { get; init; }

    /// <summary>Uids of pods whose eviction was refused before, which come after the others.</summary>
    public IReadOnlySet<string> RefusedPods { get; init; } = new HashSet<string>();

    /// <summary>What the namespace's quotas leave; null to ask none.</summary>
    public HeadroomLedger? Headroom { get; init; }
}
