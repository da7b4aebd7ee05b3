using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>Looks at one autoscaler: reads the target's scale, decides, writes the scale, tells. Errors of the API are told, not thrown.</summary>
public sealed class HorizontalReconciler(
    ObjectCache<HorizontalPodAutoscaler> autoscalers, FactsReader reader, ScaleClient scales, DecisionTeller teller, HorizontalTiming timing)
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
        var answer = await scales.ReadAsync(hpa, cancellationToken);
        var now = timing.Now;
        var decideStart = watch.Elapsed;
        var facts = answer.Scale is { } scale ? reader.Read(key, hpa, scale)
            : reader.Failed(key, hpa, answer.Failure ?? new(ScaleFailureKind.Unreadable, "unrecognized resource"));
        var decision = HorizontalDecider.Decide(facts, options, now);
        var deciding = watch.Elapsed - decideStart;
        reader.Remember(key, decision.History);

        var rescale = await RescaleAsync(answer.Route, facts, decision, cancellationToken);
        if (timing.IsActive && decision.Rescales && rescale.Succeeded)
        {
            reader.Remember(key, decision.HistoryAfterRescale(facts.Plan, options, now));
        }

        var report = HpaReport.Of(facts, decision, rescale, options, now);
        await teller.TellAsync(new(key, now, facts, decision, report), memory, cancellationToken);
        teller.Measured(report, decision, deciding, watch.Elapsed);
        return ReconcileResult.After(timing.NextSync(hpa));
    }

    private async Task<RescaleResult> RescaleAsync(KubeRoute? route, ScaleFacts facts, ReplicaDecision decision, CancellationToken cancellationToken) =>
        timing.IsActive && decision.Rescales && route is not null && facts.Scale is { } scale
            ? await scales.WriteAsync(route, scale, decision.Desired, cancellationToken)
            : RescaleResult.Done;
}
