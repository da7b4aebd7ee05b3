namespace Autoscale.Metrics;

/// <summary>
/// Names what may move: a pod's or node's usage (Name = pod or node), or one series of a metric (Name = metric) with its Labels;
/// a custom metric's labels are the kind and the name of the object that it describes.
/// Namespace is "" for nodes and for external series that every namespace may read. Applied is the text of the selector that the
/// source itself has applied to an external series, so that it answers that one alone; null where its labels are picked from.
/// </summary>
public readonly record struct SeriesKey(
    SeriesKind Kind, string Namespace, string Name, SeriesLabels? Labels = null, string? Applied = null);
