namespace Autoscale.Hpa;

/// <summary>What a metric is compared with.</summary>
public enum MetricTargetKind
{
    /// <summary>The metric has no usable target.</summary>
    None,

    /// <summary>A percentage of the pods' requests.</summary>
    Utilization,

    /// <summary>The metric as a whole.</summary>
    Value,

    /// <summary>The metric divided by the number of pods.</summary>
    AverageValue,
}
