using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>One external series with its newest reading; Namespace "" lets every namespace read it that its feed serves.</summary>
public sealed record ExternalSeries(string Namespace, string Metric, SeriesLabels Labels, Reading Reading)
    : IFedSeries<SeriesKey, ExternalSeries>
{
    /// <summary>
    /// The text of the selector that the source itself has applied ("" when that was empty), so that the series answers this selector
    /// alone; null, the default, leaves it to the labels.
    /// </summary>
    public string? Applied { get; init; }

    /// <summary>What tells this series from the others of a feed.</summary>
    public SeriesKey Key => new(SeriesKind.External, Namespace, Metric, Labels, Applied);

    /// <summary>Whether a metric with this selector means the series.</summary>
    internal bool IsPickedBy(LabelSelector selector) =>
        Applied is null ? selector.Matches(Labels) : Applied == selector.ToString();

    ExternalSeries IFedSeries<SeriesKey, ExternalSeries>.With(Reading reading) => this with { Reading = reading };
}
