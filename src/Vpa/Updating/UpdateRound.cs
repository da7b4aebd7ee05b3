using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>
/// One round over the pods of one autoscaler, after upstream's RunOnce: boosts that are over are taken back, then pods are resized or
/// evicted, the most urgent first. What came of a step decides on those that follow. Pure: no clock, no I/O.
/// </summary>
public sealed class UpdateRound
{
    private const int MostRefusals = 3;

    private readonly RoundFacts _facts;
    private readonly UpdateMemory _memory;
    private readonly UpdaterOptions _options;
    private readonly DisruptionBudget _budget;
    private readonly RestrictionRules _rules;
    private readonly string _mode;
    private readonly List<UpdateDecision> _left = [];

    /// <summary>Prepares a round; the memory is what rounds have in common.</summary>
    public UpdateRound(RoundFacts facts, UpdateMemory memory, UpdaterOptions options)
    {
        (_facts, _memory, _options) = (facts, memory, options);
        _mode = UpdateModes.Of(facts.Vpa);
        _budget = new(facts.Vpa, facts.Pods.Select(candidate => candidate.Pod), facts.Replicas, options);
        _rules = new(facts, _budget, memory, options);
    }

    /// <summary>The pods that are left as they are, and why, as far as the round has come; one may be there twice.</summary>
    public IReadOnlyList<UpdateDecision> Left => _left;

    /// <summary>Whether a round over the pods of an autoscaler may do anything.</summary>
    public static bool Concerns(Models.VerticalPodAutoscaler vpa, UpdaterOptions options) =>
        ModeActions.ChangesPods(UpdateModes.Of(vpa)) || (options.EndsStartupBoosts && StartupBoostEnd.IsAskedFor(vpa));

    /// <summary>What is to be done, in this order; the outcome of each is to be set before the next is taken.</summary>
    public IEnumerable<UpdateStep> Steps()
    {
        foreach (var step in Unboosts())
        {
            yield return step;
        }

        if (!ModeActions.ChangesPods(_mode) || (_mode == UpdateModes.InPlace && !_options.AllowsInPlaceMode))
        {
            _left.AddRange(_facts.Pods.Select(candidate => Leave(candidate, UpdateReason.ModeLeavesPods)));
            yield break;
        }

        var evictions = new List<UpdateDecision>();
        foreach (var step in ModeActions.Resizes(_mode) ? Resizes(evictions) : [])
        {
            yield return step;
        }

        if (!ModeActions.Resizes(_mode))
        {
            evictions.AddRange(Urgent(Unboosted().Where(IsEvictable)).Select(entry => Decision(entry.Candidate, UpdateAction.Evict, entry.Reason)));
        }

        foreach (var step in Evictions(evictions))
        {
            yield return step;
        }
    }

    private IEnumerable<UpdateStep> Unboosts()
    {
        var isOn = _options.EndsStartupBoosts && StartupBoostEnd.IsAskedFor(_facts.Vpa);
        foreach (var candidate in isOn ? _facts.Pods : [])
        {
            if (StartupBoostEnd.Expired(candidate.Pod, _facts.Vpa, _facts.Now).Count > 0 && _rules.CanUnboost(candidate.Pod) && candidate.HasDesired)
            {
                var step = new UpdateStep(Decision(candidate, UpdateAction.Unboost, UpdateReason.BoostOver));
                yield return step;
                Settle(step);
            }
            else if (StartupBoostEnd.IsBoosted(candidate.Pod))
            {
                _left.Add(Leave(candidate, UpdateReason.Boosted));
            }
        }
    }

    private IEnumerable<PodCandidate> Unboosted() => _options.EndsStartupBoosts && StartupBoostEnd.IsAskedFor(_facts.Vpa)
        ? _facts.Pods.Where(candidate => !StartupBoostEnd.IsBoosted(candidate.Pod))
        : _facts.Pods;

    private IEnumerable<UpdateStep> Resizes(List<UpdateDecision> evictions)
    {
        foreach (var (candidate, reason) in Urgent(Unboosted().Where(IsResizable)))
        {
            var decision = _rules.CanResize(candidate);
            if (decision.Verdict == ResizeVerdict.Evict)
            {
                evictions.Add(Decision(candidate, UpdateAction.Evict, decision.Reason));
            }
            else if (IsTried(candidate, decision))
            {
                var step = new UpdateStep(Decision(candidate, UpdateAction.Resize, reason));
                yield return step;
                Settle(step);
                if (_mode == UpdateModes.InPlaceOrRecreate && (step.Outcome == StepOutcome.Refused || (step.Outcome == StepOutcome.Failed && _options.UpstreamQuirks)))
                {
                    evictions.Add(Decision(candidate, UpdateAction.Evict, UpdateReason.ResizeRefused));
                }
                else if (step.Outcome == StepOutcome.Refused)
                {
                    _left.Add(Leave(candidate, UpdateReason.ResizeRefused));
                }
            }
        }
    }

    // What the filter let through is decided on again: pods before it in the round may have used the budget up.
    private bool IsTried(PodCandidate candidate, ResizeDecision decision)
    {
        if (decision.Verdict == ResizeVerdict.Infeasible && _facts.Vpa.Status.Recommendation is { } recommendation)
        {
            _memory.RecordInfeasible(candidate.Pod, recommendation);
        }

        var isTried = decision.Verdict switch
        {
            ResizeVerdict.Approved => true,
            ResizeVerdict.Infeasible => _options.UpstreamQuirks || candidate.ChangesSpec,
            ResizeVerdict.Deferred => _options.UpstreamQuirks && _mode == UpdateModes.InPlace && _budget.GroupOf(candidate.Pod) is not null,
            _ => false,
        };
        if (!isTried)
        {
            _left.Add(Leave(candidate, decision.Reason));
        }

        return isTried && candidate.HasDesired && Fits(candidate);
    }

    private bool IsResizable(PodCandidate candidate)
    {
        var decision = _rules.CanResize(candidate);
        var isOpen = decision.Verdict switch
        {
            ResizeVerdict.Approved => true,
            ResizeVerdict.Infeasible => _mode == UpdateModes.InPlace,
            ResizeVerdict.Evict => _mode == UpdateModes.InPlaceOrRecreate,
            ResizeVerdict.Deferred => _mode == UpdateModes.InPlace && _options.UpstreamQuirks,
            _ => false,
        };
        if (!isOpen)
        {
            _left.Add(Leave(candidate, decision.Reason));
        }

        return isOpen;
    }

    private bool IsEvictable(PodCandidate candidate)
    {
        var isOpen = _rules.CanEvict(candidate.Pod);
        if (!isOpen)
        {
            _left.Add(Leave(candidate, WhyNotEvicted(candidate.Pod)));
        }

        return isOpen;
    }

    private UpdateReason WhyNotEvicted(Pod pod) => _budget.GroupOf(pod) switch
    {
        null => _budget.WhyNot(pod),
        { IsBelowMinimum: true } => UpdateReason.TooFewReplicas,
        _ => PodResize.IsUnderWay(pod) ? UpdateReason.ResizeUnderWay : UpdateReason.DisruptionBudget,
    };

    private IEnumerable<UpdateStep> Evictions(List<UpdateDecision> evictions)
    {
        var refusals = 0;
        foreach (var decision in evictions.OrderBy(decision => _facts.RefusedPods.Contains(decision.Candidate.Pod.Metadata.Uid)).ToList())
        {
            var candidate = decision.Candidate;
            if (!_rules.CanEvict(candidate.Pod))
            {
                _left.Add(Leave(candidate, decision.Reason == UpdateReason.ResizeRefused ? decision.Reason : WhyNotEvicted(candidate.Pod)));
            }
            else if (HoldOf(decision, refusals) is { } why)
            {
                _left.Add(decision with { Action = UpdateAction.Leave, Reason = UpdateReason.EvictionsHeld, Detail = why.Message, Hold = why.Reason });
            }
            else if (Fits(candidate))
            {
                var step = new UpdateStep(decision);
                yield return step;
                Settle(step);
                refusals += step.Outcome is StepOutcome.Refused or StepOutcome.Failed ? 1 : 0;
            }
        }
    }

    private EvictionHold? HoldOf(UpdateDecision decision, int refusals) => _facts.EvictionHold
        ?? (decision.Reason == UpdateReason.QuickOom ? null : _facts.BurstHold)
        ?? (refusals < MostRefusals || _options.UpstreamQuirks ? null : new("EvictionsRefused", "the API refused the evictions before this one"));

    private void Settle(UpdateStep step)
    {
        var candidate = step.Decision.Candidate;
        if (step.Outcome == StepOutcome.Done)
        {
            _facts.Headroom?.Grant(candidate);
            if (step.Decision.Action != UpdateAction.Evict || candidate.Pod.Status.Phase != "Pending")
            {
                _budget.GroupOf(candidate.Pod)?.Take();
            }
        }

        if (step.Decision.Action != UpdateAction.Evict && step.Outcome == StepOutcome.Refused)
        {
            _memory.RecordRefused(candidate.Pod, step.Refusal, _facts.Now);
        }
        else if (step.Decision.Action != UpdateAction.Evict && step.Outcome == StepOutcome.Done)
        {
            _memory.RecordResized(candidate.Pod);
        }
    }

    private bool Fits(PodCandidate candidate)
    {
        if (_facts.Headroom?.Refuses(candidate) is not { } refusal)
        {
            return true;
        }

        _left.Add(Decision(candidate, UpdateAction.Leave, UpdateReason.NoHeadroom) with { Detail = refusal });
        return false;
    }

    private IReadOnlyList<(PodCandidate Candidate, UpdateReason Reason)> Urgent(IEnumerable<PodCandidate> candidates) =>
        UpdateOrder.Of(candidates, _facts, _memory, _options, (candidate, reason) => _left.Add(Leave(candidate, reason)));

    private static UpdateDecision Decision(PodCandidate candidate, UpdateAction action, UpdateReason reason) => new(candidate, action, reason);

    private UpdateDecision Leave(PodCandidate candidate, UpdateReason reason) =>
        new(candidate, UpdateAction.Leave, reason, reason == UpdateReason.ResizeRefused ? _memory.RefusalOf(candidate.Pod) : "");
}
