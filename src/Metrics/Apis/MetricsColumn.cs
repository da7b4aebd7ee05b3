namespace Autoscale.Metrics.Apis;

/// <summary>One column of a table.</summary>
internal sealed record MetricsColumn(string Name, string Type, string Format, string Description, int Priority);
