using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>What was found out and recommended.</summary>
public sealed record VpaStatus
{
    /// <summary>What is recommended; null before anything is.</summary>
    public RecommendedPodResources? Recommendation { get; init; }

    /// <summary>How the autoscaler stands.</summary>
    public IReadOnlyList<VpaCondition> Conditions { get => field ?? []; init => field = value.Filled(); }

    /// <summary>The generation that this was found out for; null before any.</summary>
    public long? ObservedGeneration { get; init; }
}
