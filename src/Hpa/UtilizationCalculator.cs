namespace Autoscale.Hpa;

/// <summary>Replicas from usage in percent of the pods' requests.</summary>
internal static class UtilizationCalculator
{
    public static ReplicaProposal Propose(in MetricCalculation calculation)
    {
        var sums = Sum(calculation);
        var samples = sums.Groups.Ready + calculation.Reading.OfGone.Count;
        if (samples == 0)
        {
            return calculation.Unread(MetricTexts.NoSamples);
        }

        if (sums.Error is { } error)
        {
            return calculation.Failed(error);
        }

        return sums.Requests == 0 ? calculation.Failed(MetricTexts.NoKnownPods) : Decide(calculation, sums, samples);
    }

    private static ReplicaProposal Decide(in MetricCalculation calculation, in UsageSums sums, int samples)
    {
        var (target, groups) = ((double)calculation.Metric.Utilization, sums.Groups);
        var percent = Percent(calculation, sums.Usage, sums.Requests);
        var ratio = percent / target;
        var proposal = new ReplicaProposal(calculation.Metric)
        {
            Ratio = ratio,
            Pods = groups,
            Reading = sums.Usage / groups.Ready,
            Utilization = percent,
        };
        var upWithUnready = groups.Unready > 0 && ratio > 1.0;
        if (!upWithUnready && groups.Missing == 0)
        {
            return calculation.Tolerances.Cover(ratio) ? calculation.Kept(proposal) : calculation.Scaled(proposal, groups.Ready);
        }

        var (usage, requests) = (sums.Usage, sums.Requests);
        if (groups.Missing > 0 && ratio != 1.0)
        {
            usage = ratio < 1.0 ? Saturating.Add(usage, sums.MissingFill) : usage;
            requests = Saturating.Add(requests, sums.MissingRequests);
            samples += groups.Missing;
        }

        if (upWithUnready)
        {
            requests = Saturating.Add(requests, sums.UnreadyRequests);
            samples += groups.Unready;
        }

        return calculation.Refilled(proposal, Percent(calculation, usage, requests) / target, samples);
    }

    // A whole percent, cut off, as upstream; there, usage of more than 84 TiB overflows and looks like none.
    private static int Percent(in MetricCalculation calculation, long usage, long requests) => calculation.Options.UpstreamArithmetic
        ? unchecked((int)(usage * 100 / requests))
        : (int)Math.Clamp(Saturating.Scale(usage, 100, requests), int.MinValue, int.MaxValue);

    private static UsageSums Sum(in MetricCalculation calculation)
    {
        var sums = default(UsageSums);
        var (metric, pods) = (calculation.Metric, calculation.Facts.Target.Pods);
        var isCpu = metric.Resource == "cpu";
        var fallback = Math.Max(100, metric.Utilization);
        var template = calculation.Basis is { } basis && basis.Names(metric) ? basis.Template : null;
        for (var i = 0; i < pods.Length; i++)
        {
            var (pod, sample) = (pods[i].Value, calculation.SampleOf(i));
            var group = pod.GroupOf(sample, isCpu, calculation.Options, calculation.Now);
            sums.Groups = sums.Groups.With(group);
            if (!pod.TryGetRequest(metric, calculation.Options.PodLevelResources, template, out var request, out var error))
            {
                sums.Error ??= error;
            }

            switch (group)
            {
                case PodGroup.Ready:
                    sums.Usage = Saturating.Add(sums.Usage, sample.Milli);
                    sums.Requests = Saturating.Add(sums.Requests, request);
                    break;
                case PodGroup.Missing:
                    sums.MissingFill = Saturating.Add(sums.MissingFill, Saturating.Scale(request, fallback, 100));
                    sums.MissingRequests = Saturating.Add(sums.MissingRequests, request);
                    break;
                case PodGroup.Unready:
                    sums.UnreadyRequests = Saturating.Add(sums.UnreadyRequests, request);
                    break;
                default:
                    break;
            }
        }

        return sums;
    }

    private struct UsageSums
    {
        public PodGroups Groups;
        public long Usage;
        public long Requests;
        public long MissingFill;
        public long MissingRequests;
        public long UnreadyRequests;
        public string? Error;
    }
}
