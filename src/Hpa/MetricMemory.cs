using System.Collections.Immutable;
using Autoscale.Kubernetes.Control;

namespace Autoscale.Hpa;

/// <summary>What is kept of one metric between two looks where there is a rule for absence: its last reading, and since when it is absent.</summary>
public sealed record MetricMemory(MetricPlan Metric)
{
    /// <summary>The last reading that was there; null while none is known, or none is asked for.</summary>
    public MetricReading? Reading { get; init; }

    /// <summary>When the reading was last seen.</summary>
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>The pods of the reading's samples, in their order.</summary>
    public ImmutableArray<PodEntry<PodTraits>> Pods { get; init; } = [];

    /// <summary>Since when the metric is absent; null while it is not.</summary>
    public DateTimeOffset? AbsentSince { get; init; }

    /// <summary>Whether this is of the metric, though another one of the specification's targets may have changed.</summary>
    public bool IsOf(MetricPlan metric) => ReferenceEquals(metric, Metric)
        || (metric.Kind == Metric.Kind && metric.Resource == Metric.Resource && metric.Container == Metric.Container
            && metric.DescribedObject == Metric.DescribedObject && metric.Identifier.Name == Metric.Identifier.Name
            && MetricTexts.SelectorText(metric.Identifier.Selector) == MetricTexts.SelectorText(Metric.Identifier.Selector));

    /// <summary>The reading with its samples in the order of other pods; those that were not there then have none.</summary>
    public MetricReading? ReadingOf(TargetPods target)
    {
        if (Reading is not { OfPods.IsEmpty: false } reading || target.Pods == Pods)
        {
            return Reading;
        }

        var samples = new Dictionary<string, PodSample>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(Pods.Length, reading.OfPods.Length); i++)
        {
            samples[Pods[i].Pod.Metadata.Name] = reading.OfPods[i];
        }

        return reading with { OfPods = [.. target.Pods.Select(pod => samples.GetValueOrDefault(pod.Pod.Metadata.Name))] };
    }
}
