namespace Autoscale.Metrics.Apis;

/// <summary>The name of a group in aggregated discovery.</summary>
internal sealed record AggregatedMeta(string Name);
