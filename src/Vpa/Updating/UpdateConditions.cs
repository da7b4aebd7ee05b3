using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>What is said on an autoscaler of pods that should be changed and are not, for a reason that somebody may want to know.</summary>
public static class UpdateConditions
{
    /// <summary>The type of the condition: pods should be changed and must not; true or not there.</summary>
    public const string Held = "UpdatesHeld";

    /// <summary>The condition after a round; null when nothing stood in the way.</summary>
    /// <param name="left">The pods that were left.</param>
    /// <param name="unmanaged">How many pods of the target's labels have no controller that would make them again.</param>
    public static VpaCondition? Of(IEnumerable<UpdateDecision> left, int unmanaged)
    {
        var decisions = left.ToList();
        var held = decisions.Where(decision => decision.Reason == UpdateReason.EvictionsHeld).ToList();
        if (held.Count > 0)
        {
            return Say(held[0].Hold, $"{held.Count} pods are not evicted: {held[0].Detail}");
        }

        var large = decisions.Where(decision => decision.Reason == UpdateReason.NoHeadroom).ToList();
        if (large.Count > 0)
        {
            return Say("QuotaExceeded", $"{large.Count} pods are not changed, since that does not fit: {large[0].Detail}");
        }

        var refused = decisions.Where(decision => decision.Reason == UpdateReason.ResizeRefused).ToList();
        if (refused.Count > 0)
        {
            return Say("ResizesRefused", $"the API refused to resize {refused.Count} pods ({refused[0].Detail}), and is asked again ever more rarely");
        }

        var restarts = decisions.Count(decision => decision.Reason == UpdateReason.ResizeRestarts);
        if (restarts > 0)
        {
            return Say("ResizeRestarts", $"{restarts} pods are not resized: a container would restart by it, and there are fewer pods than minReplicas");
        }

        return unmanaged > 0 ? Say("NoController", $"{unmanaged} pods with the target's labels have no controller that would make them again; they are left as they are") : null;
    }

    private static VpaCondition Say(string reason, string message) => new() { Type = Held, Status = "True", Reason = reason, Message = message };
}
