namespace Autoscale.Kubernetes.Models;

/// <summary>The last reading of a container's resource.</summary>
public sealed record ContainerResourceMetricStatus
{
    /// <summary>cpu, memory, …</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Name of the container.</summary>
    public string Container { get => field ?? ""; init; }

    /// <summary>The reading.</summary>
    public MetricValueStatus Current { get => field ?? new(); init; }
}
