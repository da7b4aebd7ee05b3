namespace Autoscale.Hpa;

/// <summary>Which limit a recommendation met last, or would meet next; the names are upstream's reasons.</summary>
public enum LimitRule
{
    /// <summary>No limit was met.</summary>
    DesiredWithinRange,

    /// <summary>Replicas may not grow faster.</summary>
    ScaleUpLimit,

    /// <summary>Replicas may not shrink faster.</summary>
    ScaleDownLimit,

    /// <summary>The maximum of the specification.</summary>
    TooManyReplicas,

    /// <summary>The minimum of the specification.</summary>
    TooFewReplicas,
}
