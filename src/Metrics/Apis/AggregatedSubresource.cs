namespace Autoscale.Metrics.Apis;

/// <summary>A part of a resource in aggregated discovery.</summary>
internal sealed record AggregatedSubresource(string Subresource, AggregatedKind ResponseKind, IReadOnlyList<string> Verbs);
