namespace Autoscale.Hpa;

/// <summary>How a metric came to its number of replicas.</summary>
public enum ProposalRule
{
    /// <summary>The metric could not be computed.</summary>
    Failed,

    /// <summary>The ratio of usage to target, times the pods that count.</summary>
    Ratio,

    /// <summary>Usage is close enough to the target: replicas stay.</summary>
    WithinTolerance,

    /// <summary>With missing and unready pods counted in, usage is close enough to the target: replicas stay.</summary>
    WithinToleranceWhenFilled,

    /// <summary>With missing and unready pods counted in, the direction would turn: replicas stay.</summary>
    DirectionWouldTurn,

    /// <summary>The target has no replicas: the ratio itself is the number.</summary>
    FromZero,

    /// <summary>The metric is absent, and the user said which number counts then.</summary>
    Assumed,
}
