namespace Autoscale.Hpa;

/// <summary>Everything that the calculation of one metric looks at.</summary>
internal readonly struct MetricCalculation(
    ScaleFacts facts, MetricPlan metric, MetricReading reading, DecisionOptions options, DateTimeOffset now)
{
    public ScaleFacts Facts { get; } = facts;

    public MetricPlan Metric { get; } = metric;

    public MetricReading Reading { get; } = reading;

    public DecisionOptions Options { get; } = options;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Against what utilization is reckoned; null for the pods' own requests.</summary>
    public RequestBasis? Basis { get; init; }

    public Tolerances Tolerances { get; } = facts.Plan.TolerancesWith(options);

    public int CurrentReplicas => Facts.Scale?.Spec.Replicas ?? 0;

    /// <summary>The same with another reading.</summary>
    public MetricCalculation With(MetricReading reading) => new(Facts, Metric, reading, Options, Now) { Basis = Basis };

    public ReplicaProposal Failed(string failure) => new(Metric) { Failure = failure };

    /// <summary>Failed since there is no reading, where one could be expected.</summary>
    public ReplicaProposal Unread(string failure) => new(Metric) { Failure = failure, IsAbsent = Metric.LivesWithoutPods || LacksEverySample() };

    /// <summary>The sample of the pod at the index; a negative one is as good as none.</summary>
    public PodSample SampleOf(int pod)
    {
        var sample = pod < Reading.OfPods.Length ? Reading.OfPods[pod] : default;
        return sample.Milli < 0 && !Options.UpstreamArithmetic ? default : sample;
    }

    /// <summary>The current count.</summary>
    public ReplicaProposal Kept(ReplicaProposal proposal) =>
        proposal with { Replicas = CurrentReplicas, Rule = ProposalRule.WithinTolerance };

    /// <summary>The ratio times the pods that count.</summary>
    public ReplicaProposal Scaled(ReplicaProposal proposal, int pods) =>
        proposal with { Replicas = Saturating.Replicas(proposal.Ratio * pods, CurrentReplicas), Rule = ProposalRule.Ratio };

    /// <summary>The count after missing and unready pods were counted in, or the current one where they speak against it.</summary>
    public ReplicaProposal Refilled(ReplicaProposal first, double ratio, long samples)
    {
        var filled = first with { Ratio = ratio, Replicas = CurrentReplicas };
        if (Tolerances.Cover(ratio))
        {
            return filled with { Rule = ProposalRule.WithinToleranceWhenFilled };
        }

        if ((first.Ratio < 1.0 && ratio > 1.0) || (first.Ratio > 1.0 && ratio < 1.0))
        {
            return filled with { Rule = ProposalRule.DirectionWouldTurn };
        }

        var replicas = Saturating.Replicas(ratio * samples, CurrentReplicas);
        return (ratio < 1.0 && replicas > CurrentReplicas) || (ratio > 1.0 && replicas < CurrentReplicas)
            ? filled with { Rule = ProposalRule.DirectionWouldTurn }
            : filled with { Replicas = replicas, Rule = ProposalRule.Ratio };
    }

    // Pods that only start cannot have been measured yet; of those that serve for a while at least one must have been.
    private bool LacksEverySample()
    {
        var expected = false;
        var pods = Facts.Target.Pods;
        for (var i = 0; i < pods.Length; i++)
        {
            var pod = pods[i].Value;
            if (!pod.IsIgnored && !pod.IsPending && SampleOf(i).Exists)
            {
                return false;
            }

            expected |= !pod.IsIgnored && pod.IsServing && pod.ReadyChanged + Options.InitialReadinessDelay <= Now;
        }

        return expected;
    }
}
