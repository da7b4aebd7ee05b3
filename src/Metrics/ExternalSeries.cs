namespace Autoscale.Metrics;

/// <summary>One external series with its newest reading; Namespace "" lets every namespace read it.</summary>
public sealed record ExternalSeries(string Namespace, string Metric, SeriesLabels Labels, Reading Reading)
{
    /// <summary>The key under which the series moves.</summary>
    public SeriesKey Key => new(SeriesKind.External, Namespace, Metric, Labels);
}
