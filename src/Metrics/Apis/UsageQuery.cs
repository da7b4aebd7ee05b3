namespace Autoscale.Metrics.Apis;

/// <summary>What a request for a list asks: whose namespace (null for all), which objects, and whether as a table.</summary>
internal sealed record UsageQuery(string? Namespace, string LabelSelector, string FieldSelector, bool AsTable);
