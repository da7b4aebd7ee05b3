using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Updating;

namespace Autoscale.Explains;

/// <summary>Foretells what the updater's next round would make of each pod, if the API agrees to everything. Pure: no clock, no I/O.</summary>
internal static class PodForecast
{
    /// <summary>All pods of the target, as they are listed.</summary>
    public static IReadOnlyList<PodExplanation> Of(VerticalFacts facts, CooperationVerdict cooperation, UpdaterOptions options)
    {
        var bounds = LimitRangeBounds.Of(facts.LimitRanges);
        List<(Pod Pod, PodCandidate Candidate)> pods = [.. facts.Pods.Select(pod => (pod, PodCandidate.Of(facts.Vpa, pod, cooperation, bounds, facts.Now)))];
        var decisions = Decide(RoundOf(facts, cooperation, [.. pods.Where(one => PodCandidate.IsLive(one.Pod)).Select(one => one.Candidate)], options), options);
        return [.. pods.Select(one => new PodExplanation(
            one.Pod.Metadata.Name,
            ContainerChange.Of(one.Pod, one.Candidate.Desired, container => ContainerAmounts.Of(one.Pod, container.Name)),
            facts.Vpa.Status.Recommendation is null
                ? new(one.Candidate, UpdateAction.Leave, UpdateReason.NoRecommendation)
                : decisions.GetValueOrDefault(one.Pod.Metadata.Name)))];
    }

    private static RoundFacts RoundOf(VerticalFacts facts, CooperationVerdict cooperation, IReadOnlyList<PodCandidate> pods, UpdaterOptions options) => new()
    {
        Vpa = facts.Vpa,
        Pods = pods,
        Replicas = facts.Replicas,
        Now = facts.Now,
        EvictionHold = options.NeedsAdmission && facts.KnowsWebhook ? AdmissionLease.HoldOf(facts.Webhook, options.LeaseNamespace, facts.Now) : null,
        BurstHold = EvictionHold.Of(cooperation),
        Headroom = new(new StatedQuotas(facts.Quotas)),
    };

    // A pod may be left for one reason and then taken for another: what is done counts, else what was said last.
    private static Dictionary<string, UpdateDecision> Decide(RoundFacts facts, UpdaterOptions options)
    {
        var round = new UpdateRound(facts, new(), options);
        var done = new List<UpdateDecision>();
        foreach (var step in round.Steps())
        {
            step.Outcome = StepOutcome.Done;
            done.Add(step.Decision);
        }

        var decisions = new Dictionary<string, UpdateDecision>();
        foreach (var decision in round.Left.Concat(done))
        {
            decisions[decision.Candidate.Pod.Metadata.Name] = decision;
        }

        return decisions;
    }
}
