using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Explains;

/// <summary>The settings by which an explanation is reckoned; they should be those that the controllers run with.</summary>
internal sealed record VerticalSettings
{
    /// <summary>How usage is remembered.</summary>
    public UsageOptions Usage { get; init; } = new() { PerVpaConfig = true };

    /// <summary>How usage becomes a recommendation.</summary>
    public RecommenderOptions Recommender { get; init; } = new();

    /// <summary>How pods are changed.</summary>
    public UpdaterOptions Updater { get; init; } = new();

    /// <summary>How a horizontal autoscaler is given way to.</summary>
    public CooperationOptions Cooperation { get; init; } = new();
}
