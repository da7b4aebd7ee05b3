using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>The series that somebody looks at: a metric by its name, as seen from a namespace, with the labels that the selector picks.</summary>
public sealed record SeriesQuery(SeriesKind Kind, string Namespace, string Metric, LabelSelector Selector)
{
    /// <summary>The metric's own selector, which sources may have to apply; that of the series for external metrics, else everything by default.</summary>
    public LabelSelector Asked { get => field ?? (Kind == SeriesKind.External ? Selector : LabelSelector.Everything); init; }

    /// <summary>Whether the series is one of those looked at.</summary>
    public bool Covers(SeriesKey series) =>
        series.Kind == Kind
        && series.Name == Metric
        && (series.Namespace.Length == 0 || series.Namespace == Namespace)
        && (series.Applied is { } applied ? Asked.ToString() == applied : Selector.Matches(series.Labels ?? SeriesLabels.None));
}
