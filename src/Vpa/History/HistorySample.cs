namespace Autoscale.Vpa.History;

/// <summary>One past value, in the unit of its query; not a number where the server has none.</summary>
internal readonly record struct HistorySample(DateTimeOffset Time, double Value);
