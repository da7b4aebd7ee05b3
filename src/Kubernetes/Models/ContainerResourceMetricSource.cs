namespace Autoscale.Kubernetes.Models;

/// <summary>A resource of one container and its target.</summary>
public sealed record ContainerResourceMetricSource
{
    /// <summary>cpu, memory, …</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Name of the container.</summary>
    public string Container { get => field ?? ""; init; }

    /// <summary>The target.</summary>
    public MetricTarget Target { get => field ?? new(); init; }
}
