namespace Autoscale.Hpa;

/// <summary>
/// One observation of upstream's self-metrics: Name is "metric_computation" or "reconciliation", Action scale_up, scale_down or none,
/// Error spec, internal or none; MetricType is "" for a reconciliation.
/// </summary>
public readonly record struct HpaObservation(string Name, string Action, string Error, string MetricType)
{
    /// <summary>The observations of one reconciliation: every metric computed, then the reconciliation itself.</summary>
    public static IEnumerable<HpaObservation> Of(ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale)
    {
        var before = facts.Hpa.Status.CurrentReplicas ?? 0;
        foreach (var proposal in decision.Proposals)
        {
            yield return proposal.Failure is null
                ? new("metric_computation", ActionOf(proposal.Replicas, before), "none", proposal.Metric.Spec.Type)
                : new("metric_computation", "none", ErrorOf(proposal), proposal.Metric.Spec.Type);
        }

        var action = decision.Rescales && rescale.Succeeded ? ActionOf(decision.Desired, decision.Current) : "none";
        yield return new("reconciliation", action, ErrorOf(facts, decision, rescale), "");
    }

    private static string ActionOf(int wanted, int before) => wanted > before ? "scale_up" : wanted < before ? "scale_down" : "none";

    private static string ErrorOf(ReplicaProposal proposal) => proposal.Metric.Kind == MetricKind.Unknown ? "spec" : "internal";

    private static string ErrorOf(ScaleFacts facts, ReplicaDecision decision, RescaleResult rescale)
    {
        var failed = facts.Failure is not null || rescale.Error is not null
            || decision.SelectorFailure is not null || decision.FirstFailure is not null;
        return facts.Failure?.Kind == ScaleFailureKind.InvalidApiVersion ? "spec" : failed ? "internal" : "none";
    }
}
