namespace Autoscale.Kubernetes.Models;

/// <summary>The last reading of a resource.</summary>
public sealed record ResourceMetricStatus
{
    /// <summary>cpu, memory, …</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>The reading.</summary>
    public MetricValueStatus Current { get => field ?? new(); init; }
}
