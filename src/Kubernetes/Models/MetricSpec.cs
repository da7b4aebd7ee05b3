namespace Autoscale.Kubernetes.Models;

/// <summary>One metric to scale on; the member that Type names is set.</summary>
public sealed record MetricSpec
{
    /// <summary>Resource, ContainerResource, Pods, Object or External.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>Usage of the pods.</summary>
    public ResourceMetricSource? Resource { get; init; }

    /// <summary>Usage of one container in each pod.</summary>
    public ContainerResourceMetricSource? ContainerResource { get; init; }

    /// <summary>A custom metric of each pod.</summary>
    public PodsMetricSource? Pods { get; init; }

    /// <summary>A custom metric of one object.</summary>
    public ObjectMetricSource? Object { get; init; }

    /// <summary>A metric from outside the cluster.</summary>
    public ExternalMetricSource? External { get; init; }
}
