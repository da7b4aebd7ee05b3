using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>The newest recommendation for one autoscaler, as the updater, commands and dashboards read it.</summary>
/// <param name="Key">The autoscaler.</param>
/// <param name="Time">When it was recommended.</param>
/// <param name="Mode">How it changes pods, by upstream's names.</param>
/// <param name="Status">The status that the autoscaler has, or would have where we only observe.</param>
/// <param name="Pods">How many pods it selects.</param>
/// <param name="IsObserved">Whether nothing was written because another recommender is in charge.</param>
public sealed record VerticalNote(ObjectKey Key, DateTimeOffset Time, string Mode, VpaStatus Status, int Pods, bool IsObserved)
{
    /// <summary>Whether anything is recommended.</summary>
    public bool IsProvided => Status.Recommendation is { ContainerRecommendations.Count: > 0 };

    // One made again under the same name is another one.
    internal string Uid { get; init; } = "";
}
