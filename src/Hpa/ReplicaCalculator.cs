namespace Autoscale.Hpa;

/// <summary>Turns one metric's reading into a number of replicas, after pkg/controller/podautoscaler of Kubernetes 1.36.</summary>
internal static class ReplicaCalculator
{
    /// <summary>What the metric asks for.</summary>
    public static ReplicaProposal Propose(in MetricCalculation calculation) => FailureOf(calculation) ?? calculation.Metric switch
    {
        { LivesWithoutPods: true, Target: MetricTargetKind.Value } => WholeValue(calculation),
        { LivesWithoutPods: true } => AveragedValue(calculation),
        { Target: MetricTargetKind.Utilization } => UtilizationCalculator.Propose(calculation),
        _ => AverageCalculator.Propose(calculation),
    };

    private static ReplicaProposal? FailureOf(in MetricCalculation calculation)
    {
        var (facts, metric, reading) = (calculation.Facts, calculation.Metric, calculation.Reading);
        if (metric.Target == MetricTargetKind.None)
        {
            return calculation.Failed(MetricTexts.WithoutTarget(metric));
        }

        if (calculation.Basis is { Template: null } basis)
        {
            return calculation.Failed(MetricTexts.TemplateUnknown(metric, basis));
        }

        if (metric.SelectorError is { } malformed)
        {
            return calculation.Failed(malformed);
        }

        var unread = reading.Error is { } error ? MetricTexts.Unreadable(metric, facts.Namespace, error)
            : metric.LivesWithoutPods ? NegativeSeries(calculation)
            : null;
        return unread is not null ? calculation.Unread(unread)
            : !metric.LivesWithoutPods && facts.Target.Pods.IsEmpty ? calculation.Failed(MetricTexts.NoPods)
            : null;
    }

    // Upstream would scale to the minimum; a count below nothing says that its source is broken, not that there is no work.
    private static string? NegativeSeries(in MetricCalculation calculation) =>
        !calculation.Options.UpstreamArithmetic && Total(calculation.Reading) is var total && total < 0
        ? MetricTexts.Unreadable(calculation.Metric, calculation.Facts.Namespace, $"the value {total}m is negative")
        : null;

    private static ReplicaProposal WholeValue(in MetricCalculation calculation)
    {
        var total = Total(calculation.Reading);
        var ratio = total / (double)calculation.Metric.TargetMilli;
        var current = calculation.CurrentReplicas;
        var proposal = new ReplicaProposal(calculation.Metric) { Reading = total, Ratio = ratio };
        if (current == 0)
        {
            return proposal with { Replicas = Saturating.Replicas(ratio, current), Rule = ProposalRule.FromZero };
        }

        if (calculation.Tolerances.Cover(ratio))
        {
            return calculation.Kept(proposal);
        }

        return calculation.Facts.Target.Pods.IsEmpty
            ? calculation.Failed($"unable to calculate ready pods: {MetricTexts.NoPods}")
            : calculation.Scaled(proposal, ReadyPods(calculation.Facts.Target));
    }

    private static ReplicaProposal AveragedValue(in MetricCalculation calculation)
    {
        var total = TotalToShare(calculation);
        var replicas = calculation.Facts.Scale?.Status.Replicas ?? 0;
        var target = (double)calculation.Metric.TargetMilli;
        var ratio = total / (target * replicas);
        var within = calculation.Tolerances.Cover(ratio);
        return new(calculation.Metric)
        {
            Ratio = ratio,
            Reading = Average(total, replicas, calculation),
            Replicas = within ? replicas : Saturating.Replicas(total / target, replicas),
            Rule = within ? ProposalRule.WithinTolerance : ProposalRule.Ratio,
        };
    }

    // Divided by no replicas upstream shows the smallest number of 64 bits; ours shows the whole.
    private static long Average(long total, int replicas, in MetricCalculation calculation)
    {
        if (calculation.Metric.Kind == MetricKind.External && total >= (double)long.MaxValue)
        {
            return long.MaxValue;
        }

        return replicas > 0 ? (long)Math.Clamp(Math.Ceiling(total / (double)replicas), long.MinValue, long.MaxValue)
            : calculation.Options.UpstreamArithmetic ? long.MinValue
            : total;
    }

    // Upstream takes a sum that is below zero on the way for one that overflowed.
    private static long TotalToShare(in MetricCalculation calculation)
    {
        if (calculation.Metric.Kind != MetricKind.External || !calculation.Options.UpstreamArithmetic)
        {
            return Total(calculation.Reading);
        }

        var total = 0L;
        for (var i = 0; i < calculation.Reading.Series.Count && total >= 0; i++)
        {
            total = Saturating.Add(total, calculation.Reading.Series[i]);
        }

        return total < 0 ? long.MaxValue : total;
    }

    private static long Total(MetricReading reading)
    {
        var total = 0L;
        for (var i = 0; i < reading.Series.Count; i++)
        {
            total = Saturating.Add(total, reading.Series[i]);
        }

        return total;
    }

    private static int ReadyPods(TargetPods target)
    {
        var ready = 0;
        foreach (var pod in target.Pods)
        {
            ready += pod.Value.IsServing ? 1 : 0;
        }

        return ready;
    }
}
