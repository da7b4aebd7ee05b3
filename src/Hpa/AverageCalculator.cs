namespace Autoscale.Hpa;

/// <summary>Replicas from the average of a resource or custom metric over the pods.</summary>
internal static class AverageCalculator
{
    public static ReplicaProposal Propose(in MetricCalculation calculation)
    {
        var (groups, usage) = Sum(calculation);
        var samples = groups.Ready + calculation.Reading.OfGone.Count;
        if (samples == 0)
        {
            return calculation.Unread(MetricTexts.NoSamples);
        }

        var target = calculation.Metric.TargetMilli;
        var average = usage / samples;
        var ratio = average / (double)target;
        var proposal = new ReplicaProposal(calculation.Metric) { Ratio = ratio, Pods = groups, Reading = average };
        var upWithUnready = groups.Unready > 0 && ratio > 1.0;
        if (!upWithUnready && groups.Missing == 0)
        {
            return calculation.Tolerances.Cover(ratio) ? calculation.Kept(proposal) : calculation.Scaled(proposal, groups.Ready);
        }

        if (groups.Missing > 0 && ratio != 1.0)
        {
            usage = ratio < 1.0 ? Saturating.Add(usage, Saturating.Scale(target, groups.Missing, 1)) : usage;
            samples += groups.Missing;
        }

        samples += upWithUnready ? groups.Unready : 0;
        return calculation.Refilled(proposal, usage / samples / (double)target, samples);
    }

    private static (PodGroups Groups, long Usage) Sum(in MetricCalculation calculation)
    {
        var groups = default(PodGroups);
        var usage = 0L;
        var pods = calculation.Facts.Target.Pods;
        var isCpu = calculation.Metric.Resource == "cpu";
        for (var i = 0; i < pods.Length; i++)
        {
            var sample = calculation.SampleOf(i);
            var group = pods[i].Value.GroupOf(sample, isCpu, calculation.Options, calculation.Now);
            groups = groups.With(group);
            usage = group == PodGroup.Ready ? Saturating.Add(usage, sample.Milli) : usage;
        }

        foreach (var gone in calculation.Reading.OfGone)
        {
            usage = Saturating.Add(usage, gone);
        }

        return (groups, usage);
    }
}
