using System.Collections.Frozen;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>
/// What one source writes into the table: all series of the metrics that it declared. Until its first picture, and whenever it
/// fails, its series are absent with the reason.
/// </summary>
public sealed class SeriesFeed
{
    private readonly Lock _writing = new();
    private readonly MovedSubscribers _subscribers;
    private readonly Dictionary<SeriesKey, SeriesSlot> _slots = [];
    private volatile FrozenDictionary<string, SeriesIndex> _byMetric = FrozenDictionary<string, SeriesIndex>.Empty;
    private volatile string? _absence;
    private DateTimeOffset? _failedSince;

    internal SeriesFeed(string source, IReadOnlyList<string> metrics, MovedSubscribers subscribers)
    {
        Source = source;
        Metrics = metrics;
        _subscribers = subscribers;
        _absence = $"{source} has not been read yet";
    }

    /// <summary>The source's name, without any credentials.</summary>
    public string Source { get; }

    /// <summary>The names of the metrics that the source may have.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Why the source as a whole has nothing to say, or null while it works.</summary>
    public string? Absence => _absence;

    /// <summary>
    /// Puts a complete picture in place of the old one: series that it lacks are gone. It goes series by series: a sum that is read
    /// meanwhile may take some of the old ones, and is read again, since it moved.
    /// </summary>
    public void Replace(IReadOnlyCollection<ExternalSeries> picture)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            var present = new HashSet<SeriesKey>(picture.Count);
            var reshaped = false;
            foreach (var series in picture)
            {
                present.Add(series.Key);
                reshaped |= Put(series, moved);
            }

            foreach (var gone in _slots.Keys.Where(key => !present.Contains(key)).ToList())
            {
                _slots.Remove(gone);
                moved.Add(gone);
                reshaped = true;
            }

            Publish(reshaped);
        }

        _subscribers.Tell(moved);
    }

    /// <summary>Sets some series and leaves the others as they are.</summary>
    public void Set(params ReadOnlySpan<ExternalSeries> some)
    {
        var moved = new List<SeriesKey>(some.Length);
        lock (_writing)
        {
            var reshaped = false;
            foreach (var series in some)
            {
                reshaped |= Put(series, moved);
            }

            Publish(reshaped);
        }

        _subscribers.Tell(moved);
    }

    /// <summary>Takes some series away: they are gone, not zero.</summary>
    public void Remove(IEnumerable<SeriesKey> some)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            moved.AddRange(some.Where(_slots.Remove));
            Publish(moved.Count > 0);
        }

        _subscribers.Tell(moved);
    }

    /// <summary>Makes every series of the source absent for the reason given in one line, since the first failure in a row.</summary>
    public void Fail(string because, DateTimeOffset now)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            _absence = because;
            var since = _failedSince ??= now;
            foreach (var slot in _slots.Values)
            {
                Move(slot, slot.Series with { Reading = Reading.Absent(because, since, Source) }, moved);
            }
        }

        _subscribers.Tell(moved);
    }

    internal IReadOnlyList<SeriesSlot> Candidates(string metric, LabelSelector selector) =>
        _byMetric.TryGetValue(metric, out var index) ? index.Candidates(selector) : [];

    private static void Move(SeriesSlot slot, ExternalSeries series, List<SeriesKey> moved)
    {
        var before = slot.Series;
        slot.Series = series;
        if (series.Reading.MovedFrom(before.Reading))
        {
            moved.Add(series.Key);
        }
    }

    private bool Put(ExternalSeries series, List<SeriesKey> moved)
    {
        if (_slots.TryGetValue(series.Key, out var slot))
        {
            Move(slot, series, moved);
            return false;
        }

        _slots.Add(series.Key, new SeriesSlot(series));
        moved.Add(series.Key);
        return true;
    }

    private void Publish(bool reshaped)
    {
        if (reshaped)
        {
            _byMetric = _slots.Values
                .GroupBy(slot => slot.Series.Metric, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, group => new SeriesIndex(group), StringComparer.Ordinal);
        }

        _absence = null;
        _failedSince = null;
    }
}
