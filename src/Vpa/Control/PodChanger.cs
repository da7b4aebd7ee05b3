using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>Takes the steps of a round: each in its turn, and only on pods that are still as they were decided on.</summary>
internal sealed partial class PodChanger(PodWriter writer, UpdateTools tools, ILogger<PodChanger> logger)
{
    private const int MostSilences = 3;

    private readonly UpdateRate _evictions = new(tools.Updater, tools.Time);
    private readonly UpdateRate _resizes = new(tools.Updater, tools.Time);

    /// <summary>Takes a step, and notes what came of an eviction; false when the round is to end.</summary>
    public async Task<bool> TryAsync(
        RoundFacts facts, UpdateStep step, ChangeRound round, List<EvictionResult> results, CancellationToken cancellationToken)
    {
        var (decision, isEviction) = (step.Decision, step.Decision.Action == UpdateAction.Evict);
        if (!tools.IsActive)
        {
            step.Outcome = StepOutcome.Done;
            tools.Telemetry.Decided(decision);
            Log.WouldChange(logger, decision.Action, NameOf(decision), decision.Reason);
            return true;
        }

        if (!await (isEviction ? _evictions : _resizes).TryWaitAsync(round.Deadline, cancellationToken))
        {
            return false;
        }

        if (!IsAsDecided(decision))
        {
            return true;
        }

        (step.Outcome, step.Refusal) = await writer.CarryOutAsync(facts.Vpa, decision, facts.Now, cancellationToken);
        Tell(facts, step);
        if (isEviction && step.Outcome != StepOutcome.Untried)
        {
            results.Add(new(decision.Candidate.Pod, step.Outcome == StepOutcome.Done ? null : step.Refusal));
        }

        round.Silences = step.Outcome == StepOutcome.Failed ? round.Silences + 1 : 0;
        return round.Silences < MostSilences;
    }

    // Waiting for a turn, or for the API, takes its time.
    private bool IsAsDecided(UpdateDecision decision)
    {
        var pod = decision.Candidate.Pod.Metadata;
        return tools.Caches.Pods.Cache.Find(pod.Namespace, pod.Name) is { Metadata.DeletionTimestamp: null } now && now.Metadata.Uid == pod.Uid;
    }

    private void Tell(RoundFacts facts, UpdateStep step)
    {
        tools.Telemetry.Tried(UpdateModes.Of(facts.Vpa), step.Decision, step.Outcome);
        if (step.Outcome == StepOutcome.Done)
        {
            Log.Changed(logger, step.Decision.Action, NameOf(step.Decision), step.Decision.Reason);
        }
        else
        {
            Log.NotChanged(logger, step.Decision.Action, NameOf(step.Decision), step.Outcome, step.Refusal);
        }
    }

    private static string NameOf(UpdateDecision decision) => $"{decision.Candidate.Pod.Metadata.Namespace}/{decision.Candidate.Pod.Metadata.Name}";

    private static partial class Log
    {
        [LoggerMessage(3103, LogLevel.Information, "{Action} of the pod {Pod}: {Reason}")]
        public static partial void Changed(ILogger logger, UpdateAction action, string pod, UpdateReason reason);

        [LoggerMessage(3104, LogLevel.Warning, "{Action} of the pod {Pod} came to nothing, {Outcome}: {Refusal}")]
        public static partial void NotChanged(ILogger logger, UpdateAction action, string pod, StepOutcome outcome, string refusal);

        [LoggerMessage(3105, LogLevel.Debug, "{Action} of the pod {Pod} would be done: {Reason}")]
        public static partial void WouldChange(ILogger logger, UpdateAction action, string pod, UpdateReason reason);
    }
}
