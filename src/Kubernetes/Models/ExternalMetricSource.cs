namespace Autoscale.Kubernetes.Models;

/// <summary>An external metric and its target.</summary>
public sealed record ExternalMetricSource
{
    /// <summary>The metric.</summary>
    public MetricIdentifier Metric { get => field ?? new(); init; }

    /// <summary>The target.</summary>
    public MetricTarget Target { get => field ?? new(); init; }
}
