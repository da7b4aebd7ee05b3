namespace Autoscale.Hpa;

/// <summary>Decides how many replicas a target shall have, as the controller of Kubernetes 1.36 does. Pure: no clock, no I/O.</summary>
public static class HorizontalDecider
{
    /// <summary>Goes from the facts to a decision: proposals, their maximum, windows, policies, bounds.</summary>
    public static ReplicaDecision Decide(ScaleFacts facts, DecisionOptions options, DateTimeOffset now)
    {
        if (facts.Scale is not { } scale)
        {
            return new() { Outcome = DecisionOutcome.ScaleUnreadable, History = facts.History, Memories = facts.Memories };
        }

        var (current, plan) = (scale.Spec.Replicas, facts.Plan);
        var rule = AbsenceRule.Of(facts.Hpa, out var problem);
        var start = new ReplicaDecision
        {
            Outcome = DecisionOutcome.Disabled,
            AbsenceRule = rule,
            AbsenceRuleProblem = problem,
            Memories = rule is null ? [] : facts.Memories,
            Current = current,
            Desired = current,
            History = facts.History.Seeded(current, now),
        };
        if (current == 0)
        {
            return MayWake(facts, options) ? Compute(facts, start, options, now) : start;
        }

        if (current > plan.MaxReplicas)
        {
            return start with { Outcome = DecisionOutcome.AboveMaximum, Desired = plan.MaxReplicas, Reason = RescaleReason.AboveMaximum };
        }

        return current < plan.MinReplicas
            ? start with { Outcome = DecisionOutcome.BelowMinimum, Desired = plan.MinReplicas, Reason = RescaleReason.BelowMinimum }
            : Compute(facts, start, options, now);
    }

    /// <summary>Whether the autoscaler itself put the target to zero, by the condition that it left behind.</summary>
    internal static bool WasScaledToZero(ScaleFacts facts, DecisionOptions options)
    {
        if (options.ScaleToZero)
        {
            foreach (var condition in facts.Hpa.Status.Conditions)
            {
                if (condition.Type == HpaConditions.ScaledToZero)
                {
                    return condition.Status == "True";
                }
            }
        }

        return false;
    }

    private static bool MayWake(ScaleFacts facts, DecisionOptions options) =>
        (facts.Plan.MinReplicas != 0 || facts.Plan.WakesFromZero) && WasScaledToZero(facts, options);

    private static ReplicaDecision Compute(ScaleFacts facts, ReplicaDecision start, DecisionOptions options, DateTimeOffset now)
    {
        if (SelectorFailure.Of(facts.Target) is { } failure)
        {
            return start with { Outcome = DecisionOutcome.MetricsFailed, SelectorFailure = failure };
        }

        var proposed = Propose(facts, start, options, now);
        return proposed.Outcome == DecisionOutcome.MetricsFailed ? proposed : Normalise(facts, proposed, options, now);
    }

    // The largest valid proposal wins, the earlier of two equal ones; an invalid one may hold replicas but never lower them.
    private static ReplicaDecision Propose(ScaleFacts facts, ReplicaDecision start, DecisionOptions options, DateTimeOffset now)
    {
        var (proposals, memories) = ProposeAll(facts, start, options, now);
        ReplicaProposal? winner = null;
        ReplicaProposal? invalid = null;
        var (unanswered, held) = (false, false);
        foreach (var proposal in proposals)
        {
            invalid ??= proposal.Failure is null ? null : proposal;
            held |= proposal.Answer is { Outcome: AbsenceOutcome.Held };
            if (proposal.Counted is not { } counted)
            {
                unanswered = true;
            }
            else if (winner is null || winner.Replicas == 0 || counted.Replicas > winner.Replicas)
            {
                winner = counted;
            }
        }

        var failed = held || winner is null || (unanswered && winner.Replicas < start.Current);
        return start with
        {
            Outcome = failed ? DecisionOutcome.MetricsFailed : DecisionOutcome.Computed,
            Proposals = proposals,
            Memories = memories,
            Winner = winner,
            FirstFailure = invalid,
            Proposed = Math.Max(0, winner?.Replicas ?? 0),
        };
    }

    private static (ReplicaProposal[] Proposals, IReadOnlyList<MetricMemory> Memories) ProposeAll(
        ScaleFacts facts, ReplicaDecision start, DecisionOptions options, DateTimeOffset now)
    {
        var proposals = new ReplicaProposal[facts.Plan.Metrics.Count];
        var memories = start.AbsenceRule is null ? [] : new MetricMemory[proposals.Length];
        for (var i = 0; i < proposals.Length; i++)
        {
            var basis = i < facts.Bases.Count ? facts.Bases[i] : null;
            var calculation = new MetricCalculation(facts, facts.Plan.Metrics[i], facts.Readings[i], options, now) { Basis = basis };
            proposals[i] = ReplicaCalculator.Propose(calculation);
            if (start.AbsenceRule is { } rule)
            {
                (proposals[i], memories[i]) = AbsentMetrics.Answer(calculation, proposals[i], rule);
            }

            if (basis is not null)
            {
                proposals[i] = proposals[i] with { Basis = basis };
            }
        }

        return (proposals, memories);
    }

    private static ReplicaDecision Normalise(ScaleFacts facts, ReplicaDecision proposed, DecisionOptions options, DateTimeOffset now)
    {
        var (plan, current) = (facts.Plan, proposed.Current);
        var reason = proposed.Proposed > current ? RescaleReason.MetricAboveTarget
            : proposed.Proposed < current ? RescaleReason.AllMetricsBelowTarget
            : RescaleReason.None;
        var (stabilized, limited) = plan is { ScaleUp: { } up, ScaleDown: { } down }
            ? WithBehavior(plan, proposed, (up.Window ?? TimeSpan.Zero, down.Window ?? WholeSeconds(options.DownscaleStabilization)), now)
            : Legacy(plan, proposed, options, now);
        var desired = limited.Replicas;
        if (current == 0 && desired < plan.MinReplicas && WasScaledToZero(facts, options))
        {
            desired = plan.MinReplicas;
            reason = reason == RescaleReason.None ? RescaleReason.BelowMinimum : reason;
        }

        return proposed with
        {
            Desired = desired,
            Reason = reason,
            Stabilized = stabilized.Replicas,
            Stabilization = stabilized.Rule,
            Limit = limited.Rule,
            History = stabilized.History,
        };
    }

    private static (Stabilized Stabilized, Limited Limited) WithBehavior(
        HpaPlan plan, ReplicaDecision proposed, (TimeSpan Up, TimeSpan Down) windows, DateTimeOffset now)
    {
        var stabilized = StabilizationWindow.WithBehavior(proposed.History, (proposed.Current, proposed.Proposed), windows, now);
        return (stabilized, ScalingPolicies.WithBehavior(plan, stabilized.History, (proposed.Current, stabilized.Replicas), now));
    }

    private static (Stabilized Stabilized, Limited Limited) Legacy(
        HpaPlan plan, ReplicaDecision proposed, DecisionOptions options, DateTimeOffset now)
    {
        var stabilized = StabilizationWindow.Legacy(proposed.History, proposed.Proposed, options.DownscaleStabilization, now);
        var added = proposed.History.AddedWithin(options.DoublingPeriod, now);
        var start = (int)Math.Max(0, proposed.Current - added);
        return (stabilized, ScalingPolicies.Legacy(plan, (start, proposed.Current, stabilized.Replicas)));
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Truncate(time.TotalSeconds));
}
