namespace Autoscale.Hpa;

/// <summary>Answers for metrics that are absent by the user's rule, and remembers what the rule needs of those that are not.</summary>
internal static class AbsentMetrics
{
    /// <summary>The proposal with the rule's answer to its absence, and what is to be remembered of the metric.</summary>
    public static (ReplicaProposal Proposal, MetricMemory Memory) Answer(
        in MetricCalculation calculation, ReplicaProposal proposal, AbsenceRule rule)
    {
        var memory = MemoryOf(calculation);
        if (!proposal.IsAbsent)
        {
            return (proposal, proposal.Failure is null ? Remembered(calculation, rule) : memory with { AbsentSince = null });
        }

        var since = memory.AbsentSince ?? SinceOf(calculation.Facts) ?? calculation.Now;
        return (proposal with { Answer = AnswerOf(calculation, proposal, rule, memory with { AbsentSince = since }) }, memory with { AbsentSince = since });
    }

    private static AbsenceAnswer AnswerOf(in MetricCalculation calculation, ReplicaProposal absent, AbsenceRule rule, MetricMemory memory)
    {
        var since = memory.AbsentSince ?? calculation.Now;
        return rule.Kind switch
        {
            AbsenceRuleKind.Hold => new(rule, AbsenceOutcome.Held, since),
            AbsenceRuleKind.Replicas => new(rule, AbsenceOutcome.ReplicasAssumed, since)
            {
                Substitute = new(absent.Metric) { Replicas = rule.Replicas, Rule = ProposalRule.Assumed },
            },
            _ => LastKnown(calculation, rule, memory, since),
        };
    }

    private static AbsenceAnswer LastKnown(in MetricCalculation calculation, AbsenceRule rule, MetricMemory memory, DateTimeOffset since)
    {
        if (memory.ReadingOf(calculation.Facts.Target) is not { } reading)
        {
            return new(rule, AbsenceOutcome.NothingKnown, since);
        }

        if (calculation.Now - memory.ReadAt >= rule.Age)
        {
            return new(rule, AbsenceOutcome.LastKnownTooOld, since) { KnownAt = memory.ReadAt };
        }

        var proposal = ReplicaCalculator.Propose(calculation.With(reading));
        return proposal.Failure is null
            ? new(rule, AbsenceOutcome.LastKnownUsed, since) { KnownAt = memory.ReadAt, Substitute = proposal }
            : new(rule, AbsenceOutcome.NothingKnown, since);
    }

    private static MetricMemory MemoryOf(in MetricCalculation calculation)
    {
        foreach (var memory in calculation.Facts.Memories)
        {
            if (memory.IsOf(calculation.Metric))
            {
                return memory;
            }
        }

        return new(calculation.Metric);
    }

    private static MetricMemory Remembered(in MetricCalculation calculation, AbsenceRule rule) => rule.Kind == AbsenceRuleKind.LastKnown
        ? new(calculation.Metric) { Reading = calculation.Reading, ReadAt = calculation.Now, Pods = calculation.Facts.Target.Pods }
        : new(calculation.Metric);

    // Who starts while a metric is absent learns from the autoscaler itself since when.
    private static DateTimeOffset? SinceOf(ScaleFacts facts)
    {
        foreach (var condition in facts.Hpa.Status.Conditions)
        {
            if (condition is { Type: HpaConditions.AbsentMetricsAnswered, Status: "True" })
            {
                return condition.LastTransitionTime;
            }
        }

        return null;
    }
}
