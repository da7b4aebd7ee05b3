using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>Whether pods of an autoscaler may be resized or evicted now, after upstream's package restriction.</summary>
internal sealed class RestrictionRules(RoundFacts facts, DisruptionBudget budget, UpdateMemory memory, UpdaterOptions options)
{
    private readonly string _mode = UpdateModes.Of(facts.Vpa);

    /// <summary>Whether a pod may be evicted: what is pending always, where there are too few nothing else, and what is being resized once that has failed.</summary>
    public bool CanEvict(Pod pod) => budget.GroupOf(pod) is { } group && (pod.Status.Phase == "Pending"
        || (!group.IsBelowMinimum && (PodResize.IsUnderWay(pod) ? HasResizeFailed(pod, group) : group.IsDisruptable)));

    /// <summary>Whether a pod may be resized.</summary>
    public ResizeDecision CanResize(PodCandidate candidate)
    {
        var pod = candidate.Pod;
        if (_mode == UpdateModes.InPlace && !options.AllowsInPlaceMode)
        {
            return Deferred(UpdateReason.ModeLeavesPods);
        }

        if (budget.GroupOf(pod) is not { } group)
        {
            return Deferred(budget.WhyNot(pod));
        }

        if (pod.Status.Phase == "Pending" || facts.Vpa.Status.Recommendation is null)
        {
            return Deferred(pod.Status.Phase == "Pending" ? UpdateReason.Pending : UpdateReason.NoRecommendation);
        }

        if (_mode == UpdateModes.InPlace && memory.IsInVain(pod, facts.Vpa.Status.Recommendation))
        {
            return new(ResizeVerdict.InVain, UpdateReason.ResizeInfeasible);
        }

        return PodResize.ProgressOf(pod) is var progress and not ResizeProgress.None
            ? WhileResizing(candidate, progress, group)
            : options.UpstreamQuirks ? WithinBudget(candidate, group)
            : AtRest(candidate, group);
    }

    /// <summary>Whether a pod's boost may be taken back.</summary>
    public bool CanUnboost(Pod pod) => options.EndsStartupBoosts && pod.Status.Phase != "Pending"
        && !memory.IsRefused(pod, facts.Now)
        && budget.GroupOf(pod) is { } group && !PodResize.IsUnderWay(pod) && group.IsDisruptable;

    private ResizeDecision AtRest(PodCandidate candidate, ReplicaGroup group)
    {
        if (!candidate.ChangesSpec)
        {
            var isDone = UpdatePriority.Of(candidate.Pod, candidate.Recommendation).Difference == 0;
            return Deferred(isDone ? UpdateReason.NothingChanges : UpdateReason.ResizeAsked);
        }

        if (memory.IsRefused(candidate.Pod, facts.Now))
        {
            return new(_mode == UpdateModes.InPlace ? ResizeVerdict.Deferred : ResizeVerdict.Evict, UpdateReason.ResizeRefused);
        }

        if (!group.IsBelowMinimum)
        {
            return WithinBudget(candidate, group);
        }

        // One pod alone must not go down; a resize by which nothing restarts takes nothing from anybody.
        return candidate.Restarts ? Deferred(UpdateReason.ResizeRestarts) : new(ResizeVerdict.Approved, default);
    }

    private ResizeDecision WithinBudget(PodCandidate candidate, ReplicaGroup group) =>
        (options.InPlaceSkipsDisruptionBudget && PodResize.RestartsNothing(candidate.Pod)) || group.IsDisruptable
            ? new(ResizeVerdict.Approved, default)
            : Deferred(UpdateReason.DisruptionBudget);

    private ResizeDecision WhileResizing(PodCandidate candidate, ResizeProgress progress, ReplicaGroup group)
    {
        if (_mode != UpdateModes.InPlace)
        {
            return HasResizeFailed(candidate.Pod, group) ? new(ResizeVerdict.Evict, UpdateReason.ResizeFailed) : Deferred(UpdateReason.ResizeUnderWay);
        }

        if (progress is ResizeProgress.Infeasible or ResizeProgress.Error)
        {
            return new(ResizeVerdict.Infeasible, UpdateReason.ResizeInfeasible);
        }

        // Upstream asks again each time; ours when what is wanted has become something else.
        return !options.UpstreamQuirks && candidate.LargestChange >= Math.Max(options.UpdateThreshold, 0.01) && group.IsDisruptable && !candidate.Restarts
            ? new(ResizeVerdict.Approved, default)
            : Deferred(UpdateReason.ResizeUnderWay);
    }

    private bool HasResizeFailed(Pod pod, ReplicaGroup group)
    {
        var lasted = facts.Now - memory.ResizingSince(pod, facts.Now);
        return group.IsDisruptable && PodResize.ProgressOf(pod) switch
        {
            ResizeProgress.Deferred => lasted > options.DeferredResizeLimit,
            ResizeProgress.InProgress => lasted > options.ResizeLimit,
            _ => true,
        };
    }

    private static ResizeDecision Deferred(UpdateReason reason) => new(ResizeVerdict.Deferred, reason);
}
