using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>Whether a pod's requests are so wrong that it should be changed, after upstream's update_priority_calculator.</summary>
/// <param name="IsAccepted">Whether it should.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Priority">How urgent it is.</param>
internal readonly record struct UpdateAcceptance(bool IsAccepted, UpdateReason Reason, UpdatePriority Priority)
{
    /// <summary>Judges one pod.</summary>
    public static UpdateAcceptance Of(PodCandidate candidate, RoundFacts facts, UpdateMemory memory, UpdaterOptions options)
    {
        if (UpdateModes.Of(facts.Vpa) == UpdateModes.InPlace && memory.IsInVain(candidate.Pod, candidate.Recommendation))
        {
            return new(false, UpdateReason.ResizeInfeasible, default);
        }

        var priority = UpdatePriority.Of(candidate.Pod, candidate.Recommendation);
        var reason = Judge(candidate, priority, facts, options);
        return new(reason >= UpdateReason.OutsideRange, reason, priority);
    }

    private static UpdateReason Judge(PodCandidate candidate, UpdatePriority priority, RoundFacts facts, UpdaterOptions options)
    {
        var pod = candidate.Pod;
        if (HadQuickOom(candidate, facts.Vpa, options))
        {
            return priority.Difference == 0 ? UpdateReason.NothingChanges : UpdateReason.QuickOom;
        }

        if (priority.IsOutsideRange)
        {
            return UpdateReason.OutsideRange;
        }

        if (pod.Status.StartTime is not { } started || facts.Now < started + options.UpdateLifetime)
        {
            return priority.Difference == 0 ? UpdateReason.NothingChanges : UpdateReason.TooYoung;
        }

        return priority.Difference < options.UpdateThreshold ? UpdateReason.TooLittle : UpdateReason.Drifted;
    }

    private static bool HadQuickOom(PodCandidate candidate, VerticalPodAutoscaler vpa, UpdaterOptions options)
    {
        var observed = ObservedNames.Of(candidate.Pod);
        var limit = options.AllowsSettingsPerVpa && vpa.Spec.UpdatePolicy?.EvictAfterOOMSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : options.EvictAfterOom;
        return candidate.Pod.Status.ContainerStatuses.Any(status =>
            observed.Include(status.Name)
            && !ContainerPolicy.IsOff(ContainerPolicy.Of(status.Name, vpa.Spec.ResourcePolicy))
            && status.LastState.Terminated is { Reason: "OOMKilled" } end
            && LifeOf(end) < limit
            && (options.UpstreamQuirks || WouldGetMore(candidate, status.Name)));
    }

    // A container that was resized keeps the memory of its end; upstream would change it again with every byte of the recommendation.
    private static bool WouldGetMore(PodCandidate candidate, string container) =>
        candidate.Recommendation?.ContainerRecommendations.FirstOrDefault(entry => entry.ContainerName == container)?.Target is { } target
        && target.Of(Resources.Memory) > ContainerAmounts.Of(candidate.Pod, container).Requests.Of(Resources.Memory);

    private static TimeSpan LifeOf(TerminatedState end) => (end.FinishedAt ?? DateTimeOffset.MinValue) - (end.StartedAt ?? DateTimeOffset.MinValue);
}
