using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Tells the series of one object's metric apart: by their own labels, and by the selector that the source applied.</summary>
public readonly record struct CustomKey(ObjectKey Of, string Metric, SeriesLabels Labels, string? Applied);
