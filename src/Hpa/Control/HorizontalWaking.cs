using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;

namespace Autoscale.Hpa.Control;

/// <summary>Puts into the queue whom a change concerns: an autoscaler that was edited, and all that look at a series that moved.</summary>
public sealed class HorizontalWaking(WorkQueue queue, SelectorIndex<PodTraits> pods, Interest interest, HorizontalTiming timing)
{
    private readonly ConcurrentDictionary<ObjectKey, bool> _watchesUsage = new();

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
            _watchesUsage.TryRemove(key, out _);
            timing.Forget(key);
            queue.Add(key);
        }
        else if (change.Before is not { } before || !SameWish(before, after))
        {
            var metrics = MetricsOf(after.Spec);
            _watchesUsage[key] = metrics.Any(m => m.Kind is MetricKind.Resource or MetricKind.ContainerResource);
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
            if (moved.Kind == SeriesKind.PodUsage)
            {
                woken.UnionWith(pods.OwnersOf(moved.Namespace, moved.Name).Where(owner => _watchesUsage.GetValueOrDefault(owner)));
            }
            else
            {
                interest.Collect(moved, woken);
            }
        }

        foreach (var key in woken)
        {
            queue.AddAfter(key, timing.RestOf(key));
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

    private static SeriesQuery? QueryOf(MetricPlan metric, string @namespace) => metric.Kind switch
    {
        MetricKind.External =>
            new(SeriesKind.External, @namespace, metric.Identifier.Name, metric.Selector ?? LabelSelector.Everything),
        MetricKind.Pods => new(SeriesKind.PodMetric, @namespace, metric.Identifier.Name, LabelSelector.Everything),
        MetricKind.Object => new(SeriesKind.ObjectMetric, @namespace, metric.Identifier.Name, LabelSelector.Everything),
        _ => null,
    };

    private static bool SameWish(HorizontalPodAutoscaler before, HorizontalPodAutoscaler after) =>
        PeriodOf(before) == PeriodOf(after) && SpecComparison.Same(before.Spec, after.Spec);

    private static string? PeriodOf(HorizontalPodAutoscaler hpa) =>
        hpa.Metadata.Annotations?.GetValueOrDefault(HorizontalOptions.SyncPeriodAnnotation);
}
