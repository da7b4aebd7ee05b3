using System.Collections.Concurrent;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>External series by metric and labels; what is found by labels is made anew for the metrics whose series came or went.</summary>
internal sealed class ExternalIndex(FeedScope scope) : IFedIndex<ExternalSeries>
{
    private readonly ConcurrentDictionary<string, SeriesIndex> _byMetric = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<FedSlot<ExternalSeries>>> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reshaped = new(StringComparer.Ordinal);

    /// <summary>The fewest slots that surely hold all that the selector picks.</summary>
    public IReadOnlyList<FedSlot<ExternalSeries>> Candidates(string metric, LabelSelector selector) =>
        _byMetric.TryGetValue(metric, out var index) ? index.Candidates(selector) : [];

    /// <inheritdoc />
    public SeriesKey KeyOf(ExternalSeries series) =>
        // What a namespace's own source says concerns nobody else.
        series.Namespace.Length == 0 ? series.Key with { Namespace = scope.Namespace } : series.Key;

    /// <inheritdoc />
    public void Add(FedSlot<ExternalSeries> slot)
    {
        var metric = slot.Series.Metric;
        if (!_slots.TryGetValue(metric, out var slots))
        {
            _slots.Add(metric, slots = []);
        }

        slots.Add(slot);
        _reshaped.Add(metric);
    }

    /// <inheritdoc />
    public void Remove(FedSlot<ExternalSeries> slot)
    {
        var metric = slot.Series.Metric;
        _slots[metric].Remove(slot);
        _reshaped.Add(metric);
    }

    /// <inheritdoc />
    public void Publish()
    {
        foreach (var metric in _reshaped)
        {
            if (_slots[metric] is { Count: > 0 } slots)
            {
                _byMetric[metric] = new SeriesIndex(slots);
            }
            else
            {
                _slots.Remove(metric);
                _byMetric.TryRemove(metric, out _);
            }
        }

        _reshaped.Clear();
    }
}
