namespace Autoscale.Hpa;

/// <summary>What was done about a metric that is absent, by which rule, and since when it is.</summary>
public sealed record AbsenceAnswer(AbsenceRule Rule, AbsenceOutcome Outcome, DateTimeOffset Since)
{
    /// <summary>What counted in place of the metric's own proposal, or null where nothing did.</summary>
    public ReplicaProposal? Substitute { get; init; }

    /// <summary>When the last reading was seen, or null when none is known.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Whether the rule had an answer; without one Kubernetes' own behaviour applies.</summary>
    public bool IsAnswered => Outcome is AbsenceOutcome.Held or AbsenceOutcome.LastKnownUsed or AbsenceOutcome.ReplicasAssumed;
}
