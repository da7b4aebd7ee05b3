namespace Autoscale.Kubernetes.Models;

/// <summary>A custom metric of one object and its target.</summary>
public sealed record ObjectMetricSource
{
    /// <summary>The object.</summary>
    public CrossVersionObjectReference DescribedObject { get => field ?? new(); init; }

    /// <summary>The metric.</summary>
    public MetricIdentifier Metric { get => field ?? new(); init; }

    /// <summary>The target.</summary>
    public MetricTarget Target { get => field ?? new(); init; }
}
