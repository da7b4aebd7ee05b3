namespace Autoscale.Kubernetes.Models;

/// <summary>The last reading of an object metric.</summary>
public sealed record ObjectMetricStatus
{
    /// <summary>The metric.</summary>
    public MetricIdentifier Metric { get => field ?? new(); init; }

    /// <summary>The reading.</summary>
    public MetricValueStatus Current { get => field ?? new(); init; }

    /// <summary>The object.</summary>
    public CrossVersionObjectReference DescribedObject { get => field ?? new(); init; }
}
