using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>Holds a recommendation within the policy and the global maximum, as upstream's last post-processor; the uncapped target stays.</summary>
public static class RecommendationCapping
{
    /// <summary>The recommendation with target and both bounds capped, minimum first; null stays null.</summary>
    public static RecommendedPodResources? Apply(
        RecommendedPodResources? recommendation, VpaResourcePolicy? policy, IReadOnlyDictionary<string, Quantity>? globalMax)
    {
        return recommendation is null ? null : new()
        {
            ContainerRecommendations = [.. recommendation.ContainerRecommendations.Select(container => Capped(container, policy, globalMax))],
        };
    }

    private static RecommendedContainerResources Capped(
        RecommendedContainerResources container, VpaResourcePolicy? policy, IReadOnlyDictionary<string, Quantity>? globalMax)
    {
        var own = ContainerPolicy.Of(container.ContainerName, policy);
        return container with
        {
            Target = Capped(container.Target, own, globalMax),
            LowerBound = Capped(container.LowerBound, own, globalMax),
            UpperBound = Capped(container.UpperBound, own, globalMax),
        };
    }

    private static Dictionary<string, Quantity>? Capped(
        IReadOnlyDictionary<string, Quantity>? amounts, ContainerResourcePolicy? policy, IReadOnlyDictionary<string, Quantity>? globalMax)
    {
        return amounts?.ToDictionary(
            amount => amount.Key,
            amount => PolicyBounds.Of(policy, amount.Key, globalMax?.GetValueOrDefault(amount.Key)).Cap(amount.Value),
            StringComparer.Ordinal);
    }
}
