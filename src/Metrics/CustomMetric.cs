namespace Autoscale.Metrics;

/// <summary>A metric that objects of one kind have.</summary>
public sealed record CustomMetric(DescribedKind Kind, string Name);
