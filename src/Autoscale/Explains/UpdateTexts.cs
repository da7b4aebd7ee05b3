using System.Collections.Frozen;
using Autoscale.Vpa.Updating;

namespace Autoscale.Explains;

/// <summary>Says what the updater does to a pod, and why.</summary>
internal static class UpdateTexts
{
    private static readonly FrozenDictionary<UpdateReason, string> Reasons = new Dictionary<UpdateReason, string>
    {
        [UpdateReason.NoController] = "no controller would make it again",
        [UpdateReason.TooFewReplicas] = "its controller has fewer pods than minReplicas",
        [UpdateReason.ReplicasUnknown] = "it is not known how many pods its controller is to have",
        [UpdateReason.NoRecommendation] = "nothing is recommended yet",
        [UpdateReason.NothingChanges] = "it has what is recommended",
        [UpdateReason.TooYoung] = "within the bounds, and too young for a change that is not urgent",
        [UpdateReason.TooLittle] = "within the bounds, and the change is not worth it",
        [UpdateReason.RequirementsNotMet] = "the eviction requirements are not met",
        [UpdateReason.DisruptionBudget] = "enough of its controller's pods are disturbed already",
        [UpdateReason.Pending] = "it has not started yet",
        [UpdateReason.ResizeUnderWay] = "a resize is under way",
        [UpdateReason.ResizeAsked] = "the node has not begun the resize that was asked for",
        [UpdateReason.ResizeInfeasible] = "the node cannot make the resize",
        [UpdateReason.ResizeRestarts] = "a container would restart by the resize, and its controller has too few pods",
        [UpdateReason.Boosted] = "it is starting with more CPU than recommended",
        [UpdateReason.EvictionsHeld] = "evictions are held back",
        [UpdateReason.NoHeadroom] = "the change does not fit into a quota",
        [UpdateReason.ModeLeavesPods] = "the mode does not change pods that run",
        [UpdateReason.OutsideRange] = "a request is missing or outside the bounds",
        [UpdateReason.QuickOom] = "it was killed for want of memory soon after its start",
        [UpdateReason.Drifted] = "its requests have long been off by enough",
        [UpdateReason.BoostOver] = "it has started, and needs no boost any more",
        [UpdateReason.ResizeFailed] = "the node could not make the resize, or not in time",
        [UpdateReason.ResizeRefused] = "the API refuses the resize",
    }.ToFrozenDictionary();

    /// <summary>For instance "evict, since a request is missing or outside the bounds".</summary>
    public static string Of(UpdateDecision? decision) => decision is null
        ? "leave, since it is not running on a node"
        : $"{decision.Action.ToString().ToLowerInvariant()}, since {Reasons.GetValueOrDefault(decision.Reason, decision.Reason.ToString())}{(decision.Detail.Length > 0 ? $": {decision.Detail}" : "")}";
}
