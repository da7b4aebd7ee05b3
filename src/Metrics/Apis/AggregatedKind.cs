namespace Autoscale.Metrics.Apis;

/// <summary>The kind that a resource answers with; group and version "" for those of the resource itself.</summary>
internal sealed record AggregatedKind(string Group, string Version, string Kind);
