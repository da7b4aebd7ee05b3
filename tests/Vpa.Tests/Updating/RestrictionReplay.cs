using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

/// <summary>Does to the pods of a restriction vector what the recording did: resizes each in turn, then evicts those that must be.</summary>
internal sealed class RestrictionReplay(RoundFacts facts, DisruptionBudget budget, RestrictionRules rules, bool retriesDeferred)
{
    public IEnumerable<string> Run()
    {
        var evictions = facts.Pods.ToList();
        if (UpdateModes.Of(facts.Vpa) != UpdateModes.Recreate)
        {
            evictions.Clear();
            foreach (var candidate in facts.Pods)
            {
                var verdict = rules.CanResize(candidate).Verdict;
                yield return Resize(candidate, verdict);
                if (verdict == ResizeVerdict.Evict)
                {
                    evictions.Add(candidate);
                }
            }
        }

        foreach (var candidate in evictions)
        {
            yield return Evict(candidate);
        }
    }

    private string Resize(PodCandidate candidate, ResizeVerdict verdict)
    {
        var name = candidate.Pod.Metadata.Name;
        var isAttempted = verdict is ResizeVerdict.Approved or ResizeVerdict.Infeasible
            || (verdict == ResizeVerdict.Deferred && retriesDeferred);
        var said = $"attempted={isAttempted} decision=InPlace{(verdict == ResizeVerdict.InVain ? "InfeasibleCached" : verdict)}";
        if (!isAttempted)
        {
            return $"{said} op=inPlace pod={name}";
        }

        if (budget.GroupOf(candidate.Pod) is not { } group)
        {
            return $"{said} error=pod not suitable for in-place update {name}: not in replicated pods map op=inPlace pod={name}";
        }

        if (!candidate.HasDesired)
        {
            return $"{said} error=no resource patches were calculated to apply op=inPlace pod={name}";
        }

        group.Take();
        return $"{said} op=inPlace pod={name} resized=True";
    }

    private string Evict(PodCandidate candidate)
    {
        var can = rules.CanEvict(candidate.Pod);
        if (can && candidate.Pod.Status.Phase != "Pending")
        {
            budget.GroupOf(candidate.Pod)?.Take();
        }

        return $"canEvict={can}{(can ? " evicted=True" : "")} op=evict pod={candidate.Pod.Metadata.Name}";
    }
}
