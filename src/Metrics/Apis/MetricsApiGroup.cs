namespace Autoscale.Metrics.Apis;

/// <summary>The groups that can be served.</summary>
public enum MetricsApiGroup
{
    /// <summary>metrics.k8s.io: the usage of pods and nodes.</summary>
    Resource,

    /// <summary>custom.metrics.k8s.io: metrics of pods and other objects.</summary>
    Custom,

    /// <summary>external.metrics.k8s.io: metrics of anything else.</summary>
    External,
}
