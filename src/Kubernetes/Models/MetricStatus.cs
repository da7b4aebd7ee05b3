namespace Autoscale.Kubernetes.Models;

/// <summary>The last reading of one metric; Type is "" when it could not be read.</summary>
public sealed record MetricStatus
{
    /// <summary>Resource, ContainerResource, Pods, Object, External, or "".</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>Usage of the pods.</summary>
    public ResourceMetricStatus? Resource { get; init; }

    /// <summary>Usage of one container in each pod.</summary>
    public ContainerResourceMetricStatus? ContainerResource { get; init; }

    /// <summary>A custom metric of each pod.</summary>
    public PodsMetricStatus? Pods { get; init; }

    /// <summary>A custom metric of one object.</summary>
    public ObjectMetricStatus? Object { get; init; }

    /// <summary>A metric from outside the cluster.</summary>
    public ExternalMetricStatus? External { get; init; }
}
