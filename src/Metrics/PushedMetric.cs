namespace Autoscale.Metrics;

/// <summary>A metric that applications may report: of objects of the kinds, or an external one where there are none.</summary>
public sealed record PushedMetric(string Name, params IReadOnlyList<DescribedKind> Of);
