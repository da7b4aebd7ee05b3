namespace Autoscale.Metrics.Apis;

/// <summary>The part of metav1.ObjectMeta that metrics objects have.</summary>
internal sealed record MetricsMeta(string Name, string? Namespace, string CreationTimestamp, IReadOnlyDictionary<string, string>? Labels);
