namespace Autoscale.Hpa;

/// <summary>What came of the rule for a metric that is absent; the names are the reasons of the condition that tells of it.</summary>
public enum AbsenceOutcome
{
    /// <summary>Replicas are neither raised nor lowered.</summary>
    Held,

    /// <summary>The last reading counted.</summary>
    LastKnownUsed,

    /// <summary>The metric counted as asking for the rule's number of replicas.</summary>
    ReplicasAssumed,

    /// <summary>The last reading is older than the rule allows: Kubernetes' own behaviour applied.</summary>
    LastKnownTooOld,

    /// <summary>No reading is known, or none that the target's pods can be compared with: Kubernetes' own behaviour applied.</summary>
    NothingKnown,
}
