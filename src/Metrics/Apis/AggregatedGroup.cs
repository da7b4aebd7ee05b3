namespace Autoscale.Metrics.Apis;

/// <summary>One group of aggregated discovery.</summary>
internal sealed record AggregatedGroup(AggregatedMeta Metadata, IReadOnlyList<AggregatedVersion> Versions);
