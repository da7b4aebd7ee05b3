using System.ComponentModel.DataAnnotations;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Control;

/// <summary>Settings of the vertical autoscaler; the defaults are those of VPA 1.7 where it has the setting.</summary>
public sealed record VerticalOptions
{
    /// <summary>The name of the recommender that handles autoscalers which name none.</summary>
    public const string DefaultRecommenderName = "default";

    /// <summary>What it may do; active by default.</summary>
    public VerticalMode Mode { get; init; } = VerticalMode.Active;

    /// <summary>The name by which autoscalers choose this recommender; "default" by default.</summary>
    [Required]
    public string RecommenderName { get; init; } = DefaultRecommenderName;

    /// <summary>How often usage is taken in and every autoscaler looked at, 1 s to 1 h; 1 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many autoscalers are worked on at a time, 1 to 100; 10 by default.</summary>
    [Range(1, 100)]
    public int Workers { get; init; } = 10;

    /// <summary>The one namespace whose autoscalers are handled; "" (the default) for all.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Namespaces whose autoscalers are not handled; none by default.</summary>
    public IReadOnlyList<string> IgnoredNamespaces { get; init; } = [];

    /// <summary>Where past usage comes from; checkpoints by default.</summary>
    public VerticalStorage Storage { get; init; } = VerticalStorage.Checkpoint;

    /// <summary>How pods are brought to what is recommended.</summary>
    public UpdaterOptions Updater { get; init; } = new();

    /// <summary>How it gives way to horizontal autoscalers.</summary>
    public CooperationOptions Cooperation { get; init; } = new();

    /// <summary>How usage is remembered.</summary>
    public UsageOptions Usage { get; init; } = new();

    /// <summary>How usage becomes a recommendation.</summary>
    public RecommenderOptions Recommender { get; init; } = new();

    /// <summary>How past usage is read of Prometheus, where it is stored there.</summary>
    public HistoryOptions History { get; init; } = new();

    /// <summary>How checkpoints are kept.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Whether autoscalers of a namespace are handled at all.</summary>
    public bool Covers(string @namespace) =>
        (Namespace.Length == 0 || Namespace == @namespace) && !IgnoredNamespaces.Contains(@namespace);

    /// <summary>Whether an autoscaler is ours: by its namespace, and by the recommender that it names.</summary>
    public bool Handles(VerticalPodAutoscaler vpa) => Covers(vpa.Metadata.Namespace)
        && (vpa.Spec.Recommenders.Count == 0
            ? RecommenderName == DefaultRecommenderName
            : vpa.Spec.Recommenders.Any(recommender => recommender.Name == RecommenderName));
}
