namespace Autoscale.Kubernetes.Models;

/// <summary>A custom metric of the pods and its target.</summary>
public sealed record PodsMetricSource
{
    /// <summary>The metric.</summary>
    public MetricIdentifier Metric { get => field ?? new(); init; }

    /// <summary>The target.</summary>
    public MetricTarget Target { get => field ?? new(); init; }
}
