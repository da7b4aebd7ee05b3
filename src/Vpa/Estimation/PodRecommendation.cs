using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>What is recommended for the containers of a pod, sorted by name, and whether that is anything new.</summary>
/// <param name="Recommendation">The recommendation; without containers where nothing is known.</param>
/// <param name="HasMoved">Whether an amount or a container differs from the previous recommendation; that very object is handed back otherwise.</param>
public readonly record struct PodRecommendation(RecommendedPodResources Recommendation, bool HasMoved)
{
    /// <summary>Whether anything is recommended at all.</summary>
    public bool IsProvided => Recommendation.ContainerRecommendations.Count > 0;
}
