namespace Autoscale.Metrics;

/// <summary>What one answer of a source cost: the time it took and the bytes that came.</summary>
public readonly record struct SourceCost(TimeSpan Took, long Bytes);
