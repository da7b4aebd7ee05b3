namespace Autoscale.Hpa;

/// <summary>Why replicas change, as upstream tells users; taken before stabilisation and limits and not revised after them.</summary>
public enum RescaleReason
{
    /// <summary>The metrics asked for the present count.</summary>
    None,

    /// <summary>The winning metric is above its target.</summary>
    MetricAboveTarget,

    /// <summary>Every metric is below its target.</summary>
    AllMetricsBelowTarget,

    /// <summary>The count is above the maximum.</summary>
    AboveMaximum,

    /// <summary>The count is below the minimum.</summary>
    BelowMinimum,
}
