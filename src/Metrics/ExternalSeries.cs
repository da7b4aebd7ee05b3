namespace Autoscale.Metrics;

/// <summary>One external series with its newest reading; Namespace "" lets every namespace read it that its feed serves.</summary>
public sealed record ExternalSeries(string Namespace, string Metric, SeriesLabels Labels, Reading Reading)
    : IFedSeries<SeriesKey, ExternalSeries>
{
    /// <summary>What tells this series from the others of a feed.</summary>
    public SeriesKey Key => new(SeriesKind.External, Namespace, Metric, Labels);

    ExternalSeries IFedSeries<SeriesKey, ExternalSeries>.With(Reading reading) => this with { Reading = reading };
}
