using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>What is told about a decision and what became of it: the autoscaler's new status, events, and the error to log.</summary>
public sealed record HpaReport
{
    private readonly ScaleFacts _facts;
    private readonly ReplicaDecision _decision;
    private readonly RescaleResult _rescale;

    private HpaReport(ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale) =>
        (_facts, _decision, _rescale) = (facts, decision, rescale);

    /// <summary>The new status; the very one from before where nothing changed.</summary>
    public required HpaStatus Status { get; init; }

    /// <summary>Whether the status differs in meaning from the one before.</summary>
    public bool StatusChanged { get; private init; }

    /// <summary>Whether something began to fail, fails for another reason than before, or works again.</summary>
    public bool HasNews => StatusChanged && Status.Conditions.Any(now =>
        now.Type is HpaConditions.AbleToScale or HpaConditions.ScalingActive or HpaConditions.AbsentMetricsAnswered
        && BeforeOf(now.Type) is var before
        && (before?.Status != now.Status || (now.Status == "False" && (before.Reason, before.Message) != (now.Reason, now.Message))));

    /// <summary>The condition that tells of absent metrics and of the rule for them, where it says something new; else null.</summary>
    public HpaCondition? AbsenceNews =>
        Status.Conditions.FirstOrDefault(c => c.Type == HpaConditions.AbsentMetricsAnswered) is { } now
        && BeforeOf(now.Type) is var before && (before?.Reason, before?.Message) != (now.Reason, now.Message)
            ? now
            : null;

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<EventNote> Events => HpaEvents.Of(_facts, _decision, _rescale);

    /// <summary>What went wrong, in Kubernetes' words, or null; replicas may have been changed all the same.</summary>
    public string? Error => HpaEvents.ErrorOf(_facts, _decision, _rescale);

    /// <summary>The observations of upstream's self-metrics, in order.</summary>
    public IEnumerable<HpaObservation> Observations => HpaObservation.Of(_facts, _decision, _rescale);

    /// <summary>Reports a decision once its scale write, where it asks for one, was tried.</summary>
    public static HpaReport Of(
        ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale, DecisionOptions options, DateTimeOffset now)
    {
        var time = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var conditions = new HpaConditions(facts.Hpa.Status.Conditions, time);
        SetConditions(conditions, facts, decision, rescale, options);
        var status = StatusOf(facts.Hpa.Status, decision, rescale, time);
        var changed = conditions.HasChanged && !SameConditions(facts.Hpa.Status.Conditions, conditions.Current);
        return new(facts, decision, rescale)
        {
            Status = changed ? (status ?? facts.Hpa.Status) with { Conditions = conditions.Current } : status ?? facts.Hpa.Status,
            StatusChanged = changed || status is not null,
        };
    }

    private HpaCondition? BeforeOf(string type) => _facts.Hpa.Status.Conditions.FirstOrDefault(c => c.Type == type);

    private static void SetConditions(
        HpaConditions conditions, ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale, DecisionOptions options)
    {
        if (facts.Failure is { } failure)
        {
            conditions.Set(HpaConditions.AbleToScale, false, "FailedGetScale", HpaTexts.ScaleUnreadable(failure.Error));
            return;
        }

        SetAbleToScale(conditions, decision, rescale);
        SetScalingActive(conditions, decision);
        if (decision.Outcome == DecisionOutcome.Computed)
        {
            var isLimited = decision.Limit != LimitRule.DesiredWithinRange;
            conditions.Set(HpaConditions.ScalingLimited, isLimited, HpaTexts.ReasonOf(decision.Limit), HpaTexts.Of(decision.Limit));
        }

        SetScaledToZero(conditions, facts.Plan, decision, rescale, options);
        AbsenceConditions.Set(conditions, decision);
        RequestConditions.Set(conditions, decision);
    }

    private static void SetAbleToScale(HpaConditions conditions, ReplicaDecision decision, RescaleResult rescale)
    {
        if (rescale.Error is { } error)
        {
            conditions.Set(HpaConditions.AbleToScale, false, "FailedUpdateScale", HpaTexts.ScaleUnwritten(error), throughOpposite: true);
        }
        else if (decision.Rescales)
        {
            conditions.Set(HpaConditions.AbleToScale, true, "SucceededRescale", HpaTexts.ScaleWritten(decision.Desired));
        }
        else if (decision.Outcome == DecisionOutcome.Computed)
        {
            conditions.Set(HpaConditions.AbleToScale, true, HpaTexts.ReasonOf(decision.Stabilization), HpaTexts.Of(decision.Stabilization));
        }
        else
        {
            conditions.Set(HpaConditions.AbleToScale, true, "SucceededGetScale", HpaTexts.ScaleRead);
        }
    }

    private static void SetScalingActive(HpaConditions conditions, ReplicaDecision decision)
    {
        switch (decision)
        {
            case { Outcome: DecisionOutcome.Disabled }:
                conditions.Set(HpaConditions.ScalingActive, false, "ScalingDisabled", HpaTexts.Disabled);
                break;
            case { SelectorFailure: { } failure }:
                conditions.Set(HpaConditions.ScalingActive, false, failure.ConditionReason, failure.ConditionMessage);
                break;
            case { Outcome: DecisionOutcome.MetricsFailed, FirstFailure: { } first }:
                SetInactive(conditions, first);
                break;
            case { Outcome: DecisionOutcome.Computed, WinnersAbsence: { } absent }:
                SetInactive(conditions, absent);
                break;
            case { Outcome: DecisionOutcome.Computed, Winner: { } winner }:
                conditions.Set(HpaConditions.ScalingActive, true, "ValidMetricFound", winner.Metric.FoundMessage);
                break;
            default:
                break;
        }
    }

    private static void SetInactive(HpaConditions conditions, ReplicaProposal failed) => conditions.Set(
        HpaConditions.ScalingActive,
        false,
        MetricTexts.FailureReasonOf(failed.Metric.Kind),
        $"the HPA was unable to compute the replica count: {failed.FailureForEvent}");

    private static void SetScaledToZero(
        HpaConditions conditions, HpaPlan plan, ReplicaDecision decision, RescaleResult rescale, DecisionOptions options)
    {
        var rescaled = decision.Rescales && rescale.Succeeded;
        if (!options.ScaleToZero)
        {
            if (rescaled || decision.Outcome == DecisionOutcome.Disabled)
            {
                conditions.Remove(HpaConditions.ScaledToZero);
            }
        }
        else if (rescaled)
        {
            var toZero = decision.Desired == 0 && plan.MinReplicas == 0 && plan.WakesFromZero;
            var (reason, message) = toZero ? ("ScaledToZero", HpaTexts.ToZero) : ("NotScaledToZero", HpaTexts.NotToZero);
            conditions.Set(HpaConditions.ScaledToZero, toZero, reason, message);
        }
    }

    // Null where nothing but conditions may differ.
    private static HpaStatus? StatusOf(HpaStatus before, ReplicaDecision decision, RescaleResult rescale, DateTimeOffset time)
    {
        if (decision.Outcome == DecisionOutcome.ScaleUnreadable)
        {
            return null;
        }

        var failed = decision.Outcome == DecisionOutcome.MetricsFailed || !rescale.Succeeded;
        var metrics = decision.Proposals.Count == 0 ? null : CurrentMetrics.Of(decision.Proposals);
        var desired = failed ? before.DesiredReplicas : decision.Desired;
        var rescaled = decision.Rescales && !failed;
        if (!rescaled && before.ObservedGeneration is null && (before.CurrentReplicas ?? 0) == decision.Current
            && before.DesiredReplicas == desired && CurrentMetrics.Same(before.CurrentMetrics, metrics))
        {
            return null;
        }

        return new()
        {
            CurrentReplicas = decision.Current,
            DesiredReplicas = desired,
            LastScaleTime = rescaled ? time : before.LastScaleTime,
            CurrentMetrics = metrics,
            Conditions = before.Conditions,
        };
    }

    private static bool SameConditions(IReadOnlyList<HpaCondition> left, IReadOnlyList<HpaCondition> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }
}
