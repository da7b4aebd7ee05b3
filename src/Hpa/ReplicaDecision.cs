namespace Autoscale.Hpa;

/// <summary>How many replicas a target shall have, with every proposal and every rule that moved it.</summary>
public sealed record ReplicaDecision
{
    /// <summary>Which way the decision took.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>Replicas that the target is specified to have.</summary>
    public int Current { get; init; }

    /// <summary>Replicas that it shall have; the current number where nothing is to be done.</summary>
    public int Desired { get; init; }

    /// <summary>Why the number changes.</summary>
    public RescaleReason Reason { get; init; }

    /// <summary>What each metric asks for, in order of the specification; empty where no metric was read.</summary>
    public IReadOnlyList<ReplicaProposal> Proposals { get; init; } = [];

    /// <summary>The proposal that was largest, or null.</summary>
    public ReplicaProposal? Winner { get; init; }

    /// <summary>What the metrics asked for, before windows, policies and bounds.</summary>
    public int Proposed { get; init; }

    /// <summary>What the windows made of it.</summary>
    public int Stabilized { get; init; }

    /// <summary>Which window moved it.</summary>
    public StabilizationRule Stabilization { get; init; }

    /// <summary>Which policy or bound cut it.</summary>
    public LimitRule Limit { get; init; }

    /// <summary>Why the target's pods cannot be used, or null.</summary>
    public SelectorFailure? SelectorFailure { get; init; }

    /// <summary>The history with this decision's recommendation in it.</summary>
    public required ScalingHistory History { get; init; }

    /// <summary>The user's rule for metrics that are absent, or null.</summary>
    public AbsenceRule? AbsenceRule { get; init; }

    /// <summary>Why the user's rule cannot be followed, or null.</summary>
    public string? AbsenceRuleProblem { get; init; }

    /// <summary>What is to be kept of the metrics for the next look; empty where there is no rule for absence.</summary>
    public IReadOnlyList<MetricMemory> Memories { get; init; } = [];

    /// <summary>Whether the target's scale is to be written.</summary>
    public bool Rescales => Desired != Current;

    /// <summary>The first metric that failed, or null.</summary>
    public ReplicaProposal? FirstFailure { get; init; }

    /// <summary>The absent metric in whose place the winner stands, or null where the winner was read.</summary>
    public ReplicaProposal? WinnersAbsence
    {
        get
        {
            foreach (var proposal in Proposals)
            {
                if (Winner is not null && ReferenceEquals(proposal.Answer?.Substitute, Winner))
                {
                    return proposal;
                }
            }

            return null;
        }
    }

    /// <summary>The reason in Kubernetes' words.</summary>
    public string ReasonText => Reason switch
    {
        RescaleReason.MetricAboveTarget or RescaleReason.AllMetricsBelowTarget when Winner is { Rule: ProposalRule.Assumed } assumed =>
            $"{assumed.Metric.Name} absent, {AbsenceRule}",
        RescaleReason.MetricAboveTarget => $"{(Proposed > 0 ? Winner?.Metric.Name : "")} above target",
        RescaleReason.AllMetricsBelowTarget => "All metrics below target",
        RescaleReason.AboveMaximum => "Current number of replicas above Spec.MaxReplicas",
        RescaleReason.BelowMinimum => "Current number of replicas below Spec.MinReplicas",
        _ => "",
    };

    /// <summary>What is wrong with the selector or some of the metrics, in Kubernetes' words; null when all is well.</summary>
    public string? MetricsError => SelectorFailure?.Error ?? (FirstFailure is null ? null :
        $"invalid metrics ({Proposals.Count(p => p.Failure is not null)} invalid out of {Proposals.Count}), "
        + $"first error is: {FirstFailure.FailureForSummary}");

    /// <summary>The history once the scale was written; upstream notes no changes where there is no behavior.</summary>
    public ScalingHistory HistoryAfterRescale(HpaPlan plan, DecisionOptions options, DateTimeOffset now) => plan switch
    {
        { ScaleUp: { } up, ScaleDown: { } down } =>
            History.WithChange(Current, Desired, Desired > Current ? up.LongestPeriod : down.LongestPeriod, now),
        _ when options.DoublingPeriod > TimeSpan.Zero => History.WithChange(Current, Desired, options.DoublingPeriod, now),
        _ => History,
    };
}
