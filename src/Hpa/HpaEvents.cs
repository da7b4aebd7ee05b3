using Autoscale.Kubernetes.Control;

namespace Autoscale.Hpa;

/// <summary>Words the events and the error of a reconciliation.</summary>
internal static class HpaEvents
{
    public static IReadOnlyList<EventNote> Of(ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale)
    {
        if (facts.Failure is { } failure)
        {
            return [EventNote.Warning("FailedGetScale", failure.Error)];
        }

        var malformed = decision.AbsenceRuleProblem is { } problem ? AbsenceConditions.Malformed(problem) : null;
        if (decision is { SelectorFailure: null, FirstFailure: null, Rescales: false } && malformed is null)
        {
            return [];
        }

        var events = new List<EventNote>();
        if (malformed is not null && !IsTold(facts, malformed))
        {
            events.Add(EventNote.Warning("InvalidOnAbsentMetrics", malformed));
        }

        if (decision.SelectorFailure is { } selector)
        {
            events.Add(EventNote.Warning(selector.EventReason, selector.Error));
        }

        events.AddRange(decision.Proposals.Where(p => p.Failure is not null)
            .Select(p => EventNote.Warning(MetricTexts.FailureReasonOf(p.Metric.Kind), p.FailureForEvent)));
        if (decision.Outcome == DecisionOutcome.MetricsFailed)
        {
            events.Add(EventNote.Warning("FailedComputeMetricsReplicas", decision.MetricsError ?? ""));
        }
        else if (decision.Rescales)
        {
            var text = $"New size: {decision.Desired}; reason: {decision.ReasonText}";
            events.Add(rescale.Error is { } error
                ? EventNote.Warning("FailedRescale", $"{text}; error: {error}")
                : EventNote.Normal("SuccessfulRescale", text));
        }

        return events;
    }

    public static string? ErrorOf(ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale) => facts.Failure switch
    {
        { Kind: ScaleFailureKind.InvalidApiVersion } failure => $"invalid API version in scale target reference: {failure.Error}",
        { Kind: ScaleFailureKind.UnknownKind } failure => $"unable to determine resource for scale target reference: {failure.Error}",
        { } failure => $"failed to query scale subresource for {Reference(facts)}: {failure.Error}",
        null when rescale.Error is { } error => $"failed to rescale {Reference(facts)}: {error}",
        null when decision.Outcome == DecisionOutcome.MetricsFailed =>
            $"failed to compute desired number of replicas based on listed metrics for {Reference(facts)}: {decision.MetricsError}",
        null => decision.MetricsError,
    };

    // Once: unlike a failure of a metric this stays as it is until somebody edits the object.
    private static bool IsTold(ScaleFacts facts, string message) => facts.Hpa.Status.Conditions.Any(
        condition => condition.Type == HpaConditions.AbsentMetricsAnswered && condition.Message == message);

    private static string Reference(ScaleFacts facts) =>
        $"{facts.Plan.Spec.ScaleTargetRef.Kind}/{facts.Namespace}/{facts.Plan.Spec.ScaleTargetRef.Name}";
}
