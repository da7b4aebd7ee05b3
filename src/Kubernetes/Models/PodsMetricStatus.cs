namespace Autoscale.Kubernetes.Models;

/// <summary>The last reading of a pods metric.</summary>
public sealed record PodsMetricStatus
{
    /// <summary>The metric.</summary>
    public MetricIdentifier Metric { get => field ?? new(); init; }

    /// <summary>The reading.</summary>
    public MetricValueStatus Current { get => field ?? new(); init; }
}
