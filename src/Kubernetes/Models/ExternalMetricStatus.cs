namespace Autoscale.Kubernetes.Models;

/// <summary>The last reading of an external metric.</summary>
public sealed record ExternalMetricStatus
{
    /// <summary>The metric.</summary>
    public MetricIdentifier Metric { get => field ?? new(); init; }

    /// <summary>The reading.</summary>
    public MetricValueStatus Current { get => field ?? new(); init; }
}
