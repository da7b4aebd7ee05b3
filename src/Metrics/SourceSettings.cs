namespace Autoscale.Metrics;

/// <summary>What a user settles for any source of metrics, whatever its protocol.</summary>
public sealed record SourceSettings
{
    /// <summary>The source's name in readings, logs and statuses; it holds no credentials.</summary>
    public required string Name { get; init; }

    /// <summary>Which namespaces may read its series; all of them by default.</summary>
    public FeedScope Scope { get; init; } = FeedScope.Cluster;

    /// <summary>How often it is asked; null (the default) for a period that adapts between 1 s and 15 s to what asking costs.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>How long one whole answer may take; null for 5 s.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Labels that are added to every series; of two with one name these count.</summary>
    public SeriesLabels Labels { get; init; } = SeriesLabels.None;

    /// <summary>The deadline in force.</summary>
    public TimeSpan EffectiveDeadline => Deadline ?? TimeSpan.FromSeconds(5);

    /// <summary>The pace in force: adaptive, or always the period that the user wants.</summary>
    public SourcePace Pace => Period is { } period ? new SourcePace { Least = period, Most = period } : new SourcePace();
}
