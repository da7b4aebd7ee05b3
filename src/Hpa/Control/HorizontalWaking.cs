using System.Collections.Concurrent;
using System.Collections.Immutable;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;

namespace Autoscale.Hpa.Control;

/// <summary>Puts into the queue whom a change concerns: an autoscaler that was edited, and all that look at a series that moved.</summary>
public sealed class HorizontalWaking(WorkQueue queue, SelectorIndex<PodTraits> pods, Interest interest, HorizontalTiming timing)
{
    private readonly ConcurrentDictionary<ObjectKey, Watched> _watched = new();

    /// <summary>Takes in a change of a pod.</summary>
    public void PodChanged(ObjectChange<Pod> change) => pods.Apply(change);

    /// <summary>Takes in a change of an autoscaler; one of its status alone wakes nobody, since we wrote it ourselves.</summary>
    public void AutoscalerChanged(ObjectChange<HorizontalPodAutoscaler> change)
    {
        var metadata = change.Object.Metadata;
        var key = new ObjectKey("autoscaling", "HorizontalPodAutoscaler", metadata.Namespace, metadata.Name);
        if (change.After is not { } after)
        {
            interest.Watch(key, []);
            _watched.TryRemove(key, out _);
            timing.Forget(key);
            queue.Add(key);
        }
        else if (change.Before is not { } before || !SameWish(before, after))
        {
            var metrics = MetricsOf(after.Spec);
            _watched[key] = Watched.Of(metrics);
            interest.Watch(key, [.. metrics.Select(m => QueryOf(m, metadata.Namespace)).OfType<SeriesQuery>()]);
            queue.Add(key);
        }
    }

    /// <summary>Wakes everyone who looks at one of the series.</summary>
    public void Moved(IReadOnlyList<SeriesKey> series)
    {
        var woken = new HashSet<ObjectKey>();
        foreach (var moved in series)
        {
            switch (moved)
            {
                case { Kind: SeriesKind.PodUsage }:
                    CollectOwners(moved, moved.Name, woken);
                    break;
                case { Kind: SeriesKind.PodMetric, Labels: { } labels }:
                    CollectOwners(moved, labels["name"], woken);
                    break;
                default:
                    interest.Collect(moved, woken);
                    break;
            }
        }

        foreach (var key in woken)
        {
            queue.AddAfter(key, timing.RestOf(key));
        }
    }

    // Of the many that look at this metric of their pods, those to whose target the pod belongs.
    private void CollectOwners(SeriesKey moved, string pod, HashSet<ObjectKey> woken)
    {
        foreach (var owner in pods.OwnersOf(moved.Namespace, pod))
        {
            if (_watched.TryGetValue(owner, out var watched) && watched.Covers(moved))
            {
                woken.Add(owner);
            }
        }
    }

    private static IReadOnlyList<MetricPlan> MetricsOf(HpaSpec spec)
    {
        try
        {
            return HpaPlan.Of(spec).Metrics;
        }
        catch (Exception defect) when (ControlLoopOptions.Classify(defect) == FailureKind.Terminal)
        {
            // Thrown from here it would end the informer, and with it all autoscaling; the loop meets it again and reports it.
            return [];
        }
    }

    private static SeriesQuery? QueryOf(MetricPlan metric, string @namespace)
    {
        var asked = metric.Selector ?? LabelSelector.Everything;
        return metric.Kind switch
        {
            MetricKind.External => new(SeriesKind.External, @namespace, metric.Identifier.Name, asked),
            MetricKind.Pods =>
                new(SeriesKind.PodMetric, @namespace, metric.Identifier.Name, LabelSelector.Everything) { Asked = asked },
            MetricKind.Object =>
                new(SeriesKind.ObjectMetric, @namespace, metric.Identifier.Name, SelectorOf(metric.DescribedObject)) { Asked = asked },
            _ => null,
        };
    }

    private static LabelSelector SelectorOf(CrossVersionObjectReference described) =>
        LabelSelector.FromLabels(new Dictionary<string, string> { ["kind"] = described.Kind, ["name"] = described.Name });

    private static bool SameWish(HorizontalPodAutoscaler before, HorizontalPodAutoscaler after) =>
        Annotation(before, HorizontalOptions.SyncPeriodAnnotation) == Annotation(after, HorizontalOptions.SyncPeriodAnnotation)
        && Annotation(before, AbsenceRule.Annotation) == Annotation(after, AbsenceRule.Annotation)
        && SpecComparison.Same(before.Spec, after.Spec);

    private static string? Annotation(HorizontalPodAutoscaler hpa, string name) => hpa.Metadata.Annotations?.GetValueOrDefault(name);

    /// <summary>What one autoscaler looks at of its target's pods.</summary>
    private sealed record Watched(bool Usage, ImmutableArray<string> PodMetrics)
    {
        public static Watched Of(IReadOnlyList<MetricPlan> metrics) => new(
            metrics.Any(m => m.Kind is MetricKind.Resource or MetricKind.ContainerResource),
            [.. metrics.Where(m => m.Kind == MetricKind.Pods).Select(m => m.Identifier.Name)]);

        public bool Covers(SeriesKey moved) => moved.Kind == SeriesKind.PodUsage ? Usage : PodMetrics.Contains(moved.Name);
    }
}
