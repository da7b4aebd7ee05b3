using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>The status of a vertical autoscaler, and whether it says anything new.</summary>
public static class RecommendationStatus
{
    /// <summary>The status that follows from a recommendation and the facts around it.</summary>
    public static VpaStatus Next(VerticalPodAutoscaler vpa, RecommendedPodResources recommendation, RecommendationFacts facts, DateTimeOffset now) => new()
    {
        Recommendation = recommendation,
        Conditions = VpaConditions.Next(vpa.Status.Conditions, facts, now),
        ObservedGeneration = vpa.Metadata.Generation,
    };

    /// <summary>Whether the two differ in meaning: amounts however written are the same, and what is empty is as what is not there.</summary>
    public static bool Differs(VpaStatus old, VpaStatus next) =>
        old.ObservedGeneration != next.ObservedGeneration
        || !old.Conditions.SequenceEqual(next.Conditions)
        || Differs(old.Recommendation, next.Recommendation);

    /// <summary>Whether two recommendations differ in meaning.</summary>
    public static bool Differs(RecommendedPodResources? old, RecommendedPodResources? next)
    {
        if (ReferenceEquals(old, next))
        {
            return false;
        }

        // Upstream tells no recommendation from one without containers.
        return old is null || next is null
            || old.ContainerRecommendations.Count != next.ContainerRecommendations.Count
            || old.ContainerRecommendations.Zip(next.ContainerRecommendations).Any(pair => Differs(pair.First, pair.Second));
    }

    private static bool Differs(RecommendedContainerResources old, RecommendedContainerResources next) =>
        !ReferenceEquals(old, next)
        && (old.ContainerName != next.ContainerName
            || Differs(old.Target, next.Target)
            || Differs(old.LowerBound, next.LowerBound)
            || Differs(old.UpperBound, next.UpperBound)
            || Differs(old.UncappedTarget, next.UncappedTarget));

    private static bool Differs(IReadOnlyDictionary<string, Quantity>? old, IReadOnlyDictionary<string, Quantity>? next)
    {
        var count = old?.Count ?? 0;
        if (count != (next?.Count ?? 0))
        {
            return true;
        }

        return old is not null && next is not null && !ReferenceEquals(old, next)
            && old.Any(amount => !next.TryGetValue(amount.Key, out var other) || amount.Value != other);
    }
}
