using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>Looks at one autoscaler: reads the target's scale, decides, writes the scale, tells; also what was refused.</summary>
public sealed class HorizontalReconciler(
    ObjectCache<HorizontalPodAutoscaler> autoscalers,
    FactsReader reader,
    ScaleClient scales,
    DecisionTeller teller,
    HorizontalTiming timing)
{
    /// <summary>Reconciles the autoscaler of the key and answers when it wants to be looked at again at the latest.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (autoscalers.Find(key) is not { } cached)
        {
            reader.Forget(key);
            teller.Forget(key);
            return ReconcileResult.Done;
        }

        var memory = reader.MemoryOf(key);
        var hpa = memory.Newest(cached);
        var options = memory.OptionsOf(hpa, timing.Options);
        var watch = timing.Start(key);
        var mayWait = memory.UntilSync > TimeSpan.Zero && memory.Knows(hpa.Spec);
        if (mayWait && (memory.Scale is not { } known || IsQuiet(key, hpa, known, options)))
        {
            return ReconcileResult.After(memory.UntilSync);
        }

        await LookAsync(key, hpa, memory, watch, cancellationToken);
        var next = timing.NextSync(hpa);
        memory.Looked(timing.Watch(), next);
        return ReconcileResult.After(next);
    }

    // A series that moved changes nothing most of the time. Whether it does is soon found out with the scale that we know, and
    // spares the API a question and a status at each move. The recommendation counts: windows hold against all of them.
    private bool IsQuiet(ObjectKey key, HorizontalPodAutoscaler hpa, Scale known, DecisionOptions options)
    {
        var now = timing.Now;
        var facts = reader.Read(key, hpa, known, now);
        var decision = HorizontalDecider.Decide(facts, options, now);
        var report = HpaReport.Of(facts, decision, RescaleResult.Done, options, now);
        if (timing.IsActive && (decision.Rescales || report.HasNews))
        {
            return false;
        }

        reader.Remember(key, decision);
        teller.Note(new(key, now, facts, decision, report));
        return true;
    }

    private async Task LookAsync(
        ObjectKey key, HorizontalPodAutoscaler hpa, HpaMemory memory, TimingWatch watch, CancellationToken cancellationToken)
    {
        var options = memory.OptionsOf(hpa, timing.Options);
        var answer = await scales.ReadAsync(hpa, cancellationToken);
        var (now, before) = (timing.Now, watch.Elapsed);
        var facts = answer.Scale is { } scale ? reader.Read(key, hpa, scale, now)
            : reader.Failed(key, hpa, answer.Failure ?? new(ScaleFailureKind.Unreadable, "unrecognized resource"));
        var decision = HorizontalDecider.Decide(facts, options, now);
        var deciding = watch.Elapsed - before;
        memory.Remember(decision);
        memory.Scale = null;

        var rescale = await RescaleAsync(answer, decision, cancellationToken);
        var isWritten = timing.IsActive && decision.Rescales && rescale.Succeeded;
        memory.History = isWritten ? decision.HistoryAfterRescale(facts.Plan, options, now) : decision.History;
        memory.Scale = rescale.Succeeded ? isWritten ? WithReplicas(answer.Scale, decision.Desired) : answer.Scale : null;

        var report = HpaReport.Of(facts, decision, rescale, options, now);
        await teller.TellAsync(new(key, now, facts, decision, report), memory, cancellationToken);
        teller.Measured(report, decision, deciding, watch.Elapsed);
    }

    private static Scale? WithReplicas(Scale? scale, int replicas) =>
        scale is null ? null : scale with { Spec = new() { Replicas = replicas } };

    private async Task<RescaleResult> RescaleAsync(ScaleAnswer answer, ReplicaDecision decision, CancellationToken cancellationToken) =>
        timing.IsActive && decision.Rescales && answer is { Route: { } route, Scale: { } scale }
            ? await scales.WriteAsync(route, scale, decision.Desired, cancellationToken)
            : RescaleResult.Done;
}
