using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>One series of a source of pushed readings: external, or of an object of a kind.</summary>
internal sealed record PushedSeriesKey(string Metric, string Namespace, SeriesLabels Labels)
{
    /// <summary>The kind of the object that it describes; null for an external series.</summary>
    public DescribedKind? Kind { get; init; }

    /// <summary>The object that it describes, where there is a kind.</summary>
    public ObjectKey Of { get; init; }

    /// <summary>The part of the table that it stands in.</summary>
    public (string Metric, DescribedKind? Kind) Part => (Metric, Kind);
}
