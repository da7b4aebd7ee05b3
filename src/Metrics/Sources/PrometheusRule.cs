namespace Autoscale.Metrics.Sources;

/// <summary>
/// How metrics are had from a Prometheus server: one metric by its name, or, with <see cref="Series"/>, one for each series name
/// that is found. Metrics found so are only queried while somebody asks for them, be it an autoscaler or a user.
/// </summary>
public sealed record PrometheusRule
{
    /// <summary>The metric's name; "" for a rule that discovers.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// PromQL, or a template of it (<see cref="QueryTemplate"/>). A template with matchers is asked once for every selector that an
    /// autoscaler has on the metric; what is no template is asked once, and selectors pick from the labels of its answer.
    /// </summary>
    public required QueryTemplate Query { get; init; }

    /// <summary>A series selector of PromQL by which metrics are discovered; null for a rule that names its metric.</summary>
    public string? Series { get; init; }

    /// <summary>Which of the discovered names pass; all of them must.</summary>
    public IReadOnlyList<SeriesNameFilter> Filters { get; init; } = [];

    /// <summary>How discovered metrics are named.</summary>
    public SeriesNaming Naming { get; init; } = SeriesNaming.Unchanged;

    /// <summary>The objects that the series describe; null for external metrics.</summary>
    public PrometheusAssociation? Of { get; init; }

    /// <summary>
    /// Of an external metric, the label that holds the namespace whose autoscalers may read a series; null (the default) when all may
    /// that the source serves.
    /// </summary>
    public string? NamespaceLabel { get; init; }

    /// <summary>The span that a value is an average of; null for none.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What it means that the query returns nothing; absent by default.</summary>
    public EmptyMeaning OnEmpty { get; init; }

    /// <summary>What is wrong with it, in one line; null when it can be used.</summary>
    public string? Problem =>
        Name.Length == 0 == Series is null ? "a rule either names its metric or discovers series"
        : Of is { Kinds.Count: 0 } ? "a metric of objects must say of which kinds"
        : Of is not null && OnEmpty == EmptyMeaning.Zero ? "only an external metric can be zero when its query returns nothing"
        : Series is null && Query.Uses("Series") ? "the query asks for <<.Series>>, but nothing is discovered"
        : null;
}
