using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>What a vertical autoscaler is asked to do.</summary>
public sealed record VpaSpec
{
    /// <summary>The controller whose pods are meant; null where none is named.</summary>
    public CrossVersionObjectReference? TargetRef { get; init; }

    /// <summary>How pods are changed; null is as upstream's default, Recreate.</summary>
    public VpaUpdatePolicy? UpdatePolicy { get; init; }

    /// <summary>What may be recommended for which container; null is everything for all.</summary>
    public VpaResourcePolicy? ResourcePolicy { get; init; }

    /// <summary>The recommender that is in charge, at most one; empty for the default one.</summary>
    public IReadOnlyList<RecommenderSelector> Recommenders { get => field ?? []; init => field = value.Filled(); }

    /// <summary>What containers get beyond the recommendation while they start; null is nothing.</summary>
    public StartupBoost? StartupBoost { get; init; }
}
