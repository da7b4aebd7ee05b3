namespace Autoscale.Hpa;

/// <summary>What one metric asks for, from which reading and by which rule, or why it cannot say.</summary>
public sealed record ReplicaProposal(MetricPlan Metric)
{
    /// <summary>The proposed number of replicas; 0 where the metric failed, below 0 only where numbers overflow as upstream.</summary>
    public int Replicas { get; init; }

    /// <summary>The rule that gave the number.</summary>
    public ProposalRule Rule { get; init; }

    /// <summary>Usage divided by target; with missing and unready pods counted in where they were.</summary>
    public double Ratio { get; init; }

    /// <summary>How the pods counted; all 0 for metrics that do not look at each pod.</summary>
    public PodGroups Pods { get; init; }

    /// <summary>The reading to show, in thousandths: an average per pod, or the value as a whole for a Value target.</summary>
    public long Reading { get; init; }

    /// <summary>The reading in percent of the requests, where the target is one.</summary>
    public int? Utilization { get; init; }

    /// <summary>Why the metric failed, as the calculator words it; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it failed because there is no reading, not because of what the specification or the pods lack.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>What the user's rule made of the absence; null where there is no rule, or no absence.</summary>
    public AbsenceAnswer? Answer { get; init; }

    /// <summary>Against what a utilization is reckoned where the pods' requests are a vertical autoscaler's; null for their own.</summary>
    public RequestBasis? Basis { get; init; }

    /// <summary>What counts: the proposal itself, what a rule put in its place, or null where it failed without either.</summary>
    public ReplicaProposal? Counted => Failure is null ? this : Answer?.Substitute;

    /// <summary>The failure as the metric's own event and condition word it.</summary>
    public string FailureForEvent => MetricTexts.ForEvent(Metric, Failure ?? "");

    /// <summary>The failure as the summary over all metrics words it.</summary>
    public string FailureForSummary => MetricTexts.ForSummary(Metric, Failure ?? "");
}
