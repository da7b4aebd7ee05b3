namespace Autoscale.Metrics;

/// <summary>Names what may move: a pod's or node's usage (Name = pod or node) or a metric (Name = metric).</summary>
public readonly record struct SeriesKey(SeriesKind Kind, string Namespace, string Name);
