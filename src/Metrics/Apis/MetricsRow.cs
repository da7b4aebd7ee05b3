namespace Autoscale.Metrics.Apis;

/// <summary>One row of a table, with the metadata of its object.</summary>
internal sealed record MetricsRow(IReadOnlyList<string> Cells, MetricsRowObject Object);
