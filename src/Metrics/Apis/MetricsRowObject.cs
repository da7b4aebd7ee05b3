namespace Autoscale.Metrics.Apis;

/// <summary>metav1.PartialObjectMetadata.</summary>
internal sealed record MetricsRowObject(string Kind, string ApiVersion, MetricsMeta Metadata);
