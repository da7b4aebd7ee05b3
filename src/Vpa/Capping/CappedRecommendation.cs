using Autoscale.Kubernetes;
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

    /// <summary>
    /// The same without amounts below zero, which limit ranges for pods can make of what is not recommended: no server stores them, so
    /// that a pod would be changed for them again and again.
    /// </summary>
    public CappedRecommendation Storable() => Recommendation is null ? this : this with
    {
        Recommendation = Recommendation with
        {
            ContainerRecommendations = [.. Recommendation.ContainerRecommendations.Select(container => container with
            {
                Target = Storable(container.Target),
                LowerBound = Storable(container.LowerBound),
                UpperBound = Storable(container.UpperBound),
            })],
        },
    };

    /// <summary>The recommendation for a container; null when there is none.</summary>
    public RecommendedContainerResources? For(string container) =>
        Recommendation?.ContainerRecommendations.FirstOrDefault(item => item.ContainerName == container);

    private static IReadOnlyDictionary<string, Quantity>? Storable(IReadOnlyDictionary<string, Quantity>? amounts) =>
        amounts is null || amounts.Values.All(amount => amount.Sign >= 0) ? amounts
            : Amounts.Copy(amounts.Where(amount => amount.Value.Sign >= 0).ToDictionary());
}
