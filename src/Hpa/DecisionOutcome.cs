namespace Autoscale.Hpa;

/// <summary>Which way a decision took.</summary>
public enum DecisionOutcome
{
    /// <summary>The target's scale could not be read; nothing is done.</summary>
    ScaleUnreadable,

    /// <summary>The target was set to zero by someone else; nothing is done.</summary>
    Disabled,

    /// <summary>More replicas than the maximum: cut to it at once, without a look at metrics or policies.</summary>
    AboveMaximum,

    /// <summary>Fewer replicas than the minimum: raised to it at once, without a look at metrics or policies.</summary>
    BelowMinimum,

    /// <summary>The selector or too many metrics failed; replicas are held.</summary>
    MetricsFailed,

    /// <summary>The metrics decided.</summary>
    Computed,
}
