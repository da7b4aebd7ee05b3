using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Control;

/// <summary>Puts together what a decision is made from: the scale that was read, the target's pods, their readings, the history.</summary>
public sealed class FactsReader(SelectorIndex<PodTraits> pods, MetricTable metrics, IFixedRequests fixedRequests)
{
    private readonly ConcurrentDictionary<ObjectKey, HpaMemory> _memories = new();
    private readonly MetricReader _readings = new(metrics);

    /// <summary>How many autoscalers were looked at and not forgotten.</summary>
    public int Count => _memories.Count;

    /// <summary>The facts of one autoscaler at a moment; one caller per key at a time.</summary>
    public ScaleFacts Read(ObjectKey key, HorizontalPodAutoscaler hpa, Scale scale, DateTimeOffset now)
    {
        var memory = MemoryOf(key);
        var plan = memory.PlanOf(hpa.Spec);
        var target = TargetOf(memory, key, scale.Status.Selector);
        return new()
        {
            Hpa = hpa,
            Plan = plan,
            Scale = scale,
            Target = target,
            Readings = _readings.ReadAll(plan, key.Namespace, target.Pods, now),
            Bases = BasesOf(plan, key.Namespace),
            History = memory.History,
            Memories = memory.Metrics,
        };
    }

    /// <summary>The facts of one autoscaler whose target's scale could not be read.</summary>
    public ScaleFacts Failed(ObjectKey key, HorizontalPodAutoscaler hpa, ScaleFailure failure)
    {
        var memory = MemoryOf(key);
        return new() { Hpa = hpa, Plan = memory.PlanOf(hpa.Spec), Failure = failure, History = memory.History, Memories = memory.Metrics };
    }

    /// <summary>Keeps of a decision what the next one builds on.</summary>
    public void Remember(ObjectKey key, ReplicaDecision decision) => MemoryOf(key).Remember(decision);

    /// <summary>Forgets all about an autoscaler that is gone.</summary>
    public void Forget(ObjectKey key)
    {
        if (_memories.TryRemove(key, out var memory))
        {
            memory.Dispose();
        }
    }

    internal HpaMemory MemoryOf(ObjectKey key) => _memories.GetOrAdd(key, static _ => new());

    private RequestBasis?[] BasesOf(HpaPlan plan, string @namespace)
    {
        RequestBasis?[]? bases = null;
        for (var i = 0; i < plan.Metrics.Count; i++)
        {
            var metric = plan.Metrics[i];
            if (metric.Target == MetricTargetKind.Utilization
                && fixedRequests.Find(plan.TargetIn(@namespace), metric.Resource, metric.Container) is { } basis)
            {
                bases ??= new RequestBasis?[plan.Metrics.Count];
                bases[i] = basis;
            }
        }

        return bases ?? [];
    }

    private TargetPods TargetOf(HpaMemory memory, ObjectKey key, string selector)
    {
        memory.Select(key, selector, pods);
        return new()
        {
            Selector = selector,
            SelectorError = memory.SelectorError,
            Pods = memory.Selection?.Pods ?? [],
            Controllers = memory.Selection is { Claimants: { Length: > 1 } several } ? [.. several.Select(c => c.ToString())] : [],
        };
    }
}
