namespace Autoscale.Hpa;

/// <summary>What a user can want done while a metric is absent.</summary>
public enum AbsenceRuleKind
{
    /// <summary>Replicas are neither raised nor lowered.</summary>
    Hold,

    /// <summary>The last reading counts until it is too old; then Kubernetes' own behaviour applies.</summary>
    LastKnown,

    /// <summary>The metric counts as one that asks for a number of replicas.</summary>
    Replicas,
}
