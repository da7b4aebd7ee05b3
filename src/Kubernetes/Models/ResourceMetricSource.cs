namespace Autoscale.Kubernetes.Models;

/// <summary>A resource of the pods and its target.</summary>
public sealed record ResourceMetricSource
{
    /// <summary>cpu, memory, …</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>The target.</summary>
    public MetricTarget Target { get => field ?? new(); init; }
}
