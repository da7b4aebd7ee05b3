namespace Autoscale.Metrics.Apis;

/// <summary>One version of a group in aggregated discovery.</summary>
internal sealed record AggregatedVersion(string Version, IReadOnlyList<AggregatedResource> Resources, string Freshness);
