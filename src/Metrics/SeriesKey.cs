namespace Autoscale.Metrics;

/// <summary>
/// Names what may move: a pod's or node's usage (Name = pod or node), or one series of a metric (Name = metric) with its Labels;
/// a custom metric's labels are the kind and the name of the object that it describes.
/// Namespace is "" for nodes and for external series that every namespace may read.
/// </summary>
public readonly record struct SeriesKey(SeriesKind Kind, string Namespace, string Name, SeriesLabels? Labels = null);
