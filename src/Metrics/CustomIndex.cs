using System.Collections.Concurrent;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>The series of custom metrics by the object that they describe.</summary>
internal sealed class CustomIndex : IFedIndex<CustomSeries>
{
    private readonly ConcurrentDictionary<(ObjectKey Of, string Metric), FedSlot<CustomSeries>[]> _byObject = new();

    /// <summary>The series of one metric of an object.</summary>
    public ReadOnlySpan<FedSlot<CustomSeries>> Find(ObjectKey of, string metric) =>
        _byObject.TryGetValue((of, metric), out var slots) ? slots : [];

    /// <inheritdoc />
    public SeriesKey KeyOf(CustomSeries series)
    {
        var of = series.Of;
        var kind = of is { Group: "", Kind: "Pod" } ? SeriesKind.PodMetric : SeriesKind.ObjectMetric;
        return new(kind, of.Namespace, series.Metric, SeriesLabels.Of(("kind", of.Kind), ("name", of.Name)));
    }

    /// <inheritdoc />
    public void Add(FedSlot<CustomSeries> slot)
    {
        var place = (slot.Series.Of, slot.Series.Metric);
        _byObject[place] = [.. _byObject.GetValueOrDefault(place, []), slot];
    }

    /// <inheritdoc />
    public void Remove(FedSlot<CustomSeries> slot)
    {
        var place = (slot.Series.Of, slot.Series.Metric);
        FedSlot<CustomSeries>[] rest = [.. _byObject.GetValueOrDefault(place, []).Where(other => other != slot)];
        if (rest.Length == 0)
        {
            _byObject.TryRemove(place, out _);
        }
        else
        {
            _byObject[place] = rest;
        }
    }

    /// <inheritdoc />
    public void Publish()
    {
        // Each object is found by itself: what came and went is shown already.
    }
}
