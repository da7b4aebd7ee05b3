namespace Autoscale.Hpa;

/// <summary>The type of a metric in the order of the API's documentation.</summary>
public enum MetricKind
{
    /// <summary>A type that this version does not know.</summary>
    Unknown,

    /// <summary>Usage of the pods.</summary>
    Resource,

    /// <summary>Usage of one container in each pod.</summary>
    ContainerResource,

    /// <summary>A custom metric of each pod.</summary>
    Pods,

    /// <summary>A custom metric of one object.</summary>
    Object,

    /// <summary>A metric from outside the cluster.</summary>
    External,
}
