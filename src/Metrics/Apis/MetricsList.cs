namespace Autoscale.Metrics.Apis;

/// <summary>A list object of a metrics API.</summary>
internal sealed record MetricsList<T>(string Kind, string ApiVersion, ListMeta Metadata, IReadOnlyList<T> Items);
