using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Capping;

/// <summary>A recommendation as it suits one pod, and what was bounded.</summary>
public sealed record CappedRecommendation
{
    /// <summary>Nothing is recommended.</summary>
    public static CappedRecommendation None { get; } = new();

    /// <summary>What is recommended for containers that the pod has; null when there is neither a recommendation nor a policy.</summary>
    public RecommendedPodResources? Recommendation { get; init; }

    /// <summary>What was done to the targets, by container, in upstream's words, e.g. "cpu capped to maxAllowed".</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Annotations { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The recommendation for a container; null when there is none.</summary>
    public RecommendedContainerResources? For(string container) =>
        Recommendation?.ContainerRecommendations.FirstOrDefault(item => item.ContainerName == container);
}
