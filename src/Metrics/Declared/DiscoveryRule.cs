namespace Autoscale.Metrics.Declared;

/// <summary>Offers a metric for each series name that is found, as a rule of prometheus-adapter does.</summary>
public sealed record DiscoveryRule
{
    /// <summary>The series to offer, as a series selector of PromQL.</summary>
    public string Series { get => field ?? ""; init; }

    /// <summary>Further conditions on the names, all of which must hold; null for none.</summary>
    public IReadOnlyList<SeriesFilter>? Filters { get; init; }

    /// <summary>How a metric is named after its series; null for the series' name.</summary>
    public MetricNaming? Name { get; init; }

    /// <summary>A template of PromQL.</summary>
    public string Query { get => field ?? ""; init; }

    /// <summary>The span that a value is an average of, as Go writes durations; null for none.</summary>
    public string? Window { get; init; }

    /// <summary>What an empty answer means, Absent or Zero; null for Absent.</summary>
    public string? OnEmpty { get; init; }

    /// <summary>Of an external metric, the label that holds the namespace whose autoscalers may read a series; null when all may that the source serves.</summary>
    public string? NamespaceLabel { get; init; }

    /// <summary>The objects that the metrics describe; null for external metrics.</summary>
    public Association? Of { get; init; }
}
