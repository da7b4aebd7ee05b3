using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Persisting;

/// <summary>Changes of an autoscaler's status; what has not changed is not there.</summary>
internal sealed record VpaStatusPatch(VpaStatusPatch.StatusChange Status)
{
    /// <summary>What makes one status of the other.</summary>
    public static VpaStatusPatch Of(VpaStatus old, VpaStatus next) => new(new StatusChange(
        RecommendationStatus.Differs(old.Recommendation, next.Recommendation) ? next.Recommendation : null,
        old.Conditions.SequenceEqual(next.Conditions) ? null : next.Conditions,
        old.ObservedGeneration == next.ObservedGeneration ? null : next.ObservedGeneration));

    /// <summary>The status.</summary>
    internal sealed record StatusChange(RecommendedPodResources? Recommendation, IReadOnlyList<VpaCondition>? Conditions, long? ObservedGeneration);
}
