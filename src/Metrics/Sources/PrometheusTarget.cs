namespace Autoscale.Metrics.Sources;

/// <summary>What one query's answer is for: a metric, for those who ask for it with one selector. Equal when it is the same in all.</summary>
internal sealed record PrometheusTarget
{
    /// <summary>The metric's name.</summary>
    public required string Metric { get; init; }

    /// <summary>The objects that the series describe; null for external series.</summary>
    public LabelledKind? Of { get; init; }

    /// <summary>The label that holds the namespace; null for none.</summary>
    public string? NamespaceLabel { get; init; }

    /// <summary>The namespace that the query is about; "" when it is about all, or none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The text of the selector that the query has applied; null when its answer is picked from by labels.</summary>
    public string? Applied { get; init; }

    /// <summary>The query; null when there is none, for the reason in Problem.</summary>
    public string? Query { get; init; }

    /// <summary>Why nothing is asked.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the metric is there only because its series were found.</summary>
    public bool IsDiscovered { get; init; }

    /// <summary>Whether nothing is asked only because nobody wants to know.</summary>
    public bool IsUnasked { get; init; }

    /// <summary>The span that the values are averages of.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What an empty answer means.</summary>
    public EmptyMeaning OnEmpty { get; init; }
}
