using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>One series of a metric of an object (a pod or any other) with its newest reading.</summary>
public sealed record CustomSeries(ObjectKey Of, string Metric, Reading Reading) : IFedSeries<CustomKey, CustomSeries>
{
    /// <summary>The series' own labels, from which a metric's selector picks; none by default.</summary>
    public SeriesLabels Labels { get; init; } = SeriesLabels.None;

    /// <summary>
    /// The text of the metric's selector that the source itself has applied ("" when that was empty), so that the series answers this
    /// selector alone; null, the default, leaves it to the labels.
    /// </summary>
    public string? Applied { get; init; }

    /// <summary>What tells this series from the others of a feed.</summary>
    public CustomKey Key => new(Of, Metric, Labels, Applied);

    CustomSeries IFedSeries<CustomKey, CustomSeries>.With(Reading reading) => this with { Reading = reading };

    /// <summary>Whether a metric with this selector means the series.</summary>
    internal bool IsPickedBy(LabelSelector selector) =>
        Applied is null ? selector.Matches(Labels) : Applied == selector.ToString();
}
