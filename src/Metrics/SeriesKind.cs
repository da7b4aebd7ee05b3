namespace Autoscale.Metrics;

/// <summary>What a series measures.</summary>
public enum SeriesKind
{
    /// <summary>CPU and memory of a pod.</summary>
    PodUsage,

    /// <summary>CPU and memory of a node.</summary>
    NodeUsage,

    /// <summary>An external metric.</summary>
    External,

    /// <summary>A custom metric of pods.</summary>
    PodMetric,

    /// <summary>A custom metric of an object.</summary>
    ObjectMetric,
}
