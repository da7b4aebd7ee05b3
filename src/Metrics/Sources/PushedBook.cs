namespace Autoscale.Metrics.Sources;

/// <summary>
/// The newest reading of every series of a source of pushed readings, and which of them are too old to be told of. One whose lifetime
/// is over is absent with its reason; a while later it is gone, as the reporter may be, unless it is the last one of its metric: a
/// metric that nobody reports any more shall say so.
/// </summary>
internal sealed class PushedBook(int most)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Dictionary<PushedSeriesKey, PushedReading> _newest = [];

    /// <summary>How many series there are, the expired ones with them.</summary>
    public int Count => _newest.Count;

    /// <summary>The newest reading of every series.</summary>
    public IReadOnlyList<PushedReading> All => [.. _newest.Values];

    /// <summary>When the newest reading was measured; null before the first.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Takes the readings that are not older than what is known, and answers with them; null where they would be too many series.</summary>
    public IReadOnlyList<PushedReading>? Take(IReadOnlyList<PushedReading> readings)
    {
        var added = readings.Select(reading => reading.Series).Where(series => !_newest.ContainsKey(series)).Distinct().Count();
        if (added > 0 && _newest.Count + added > most)
        {
            return null;
        }

        var taken = new List<PushedReading>(readings.Count);
        foreach (var reading in readings)
        {
            if (!_newest.TryGetValue(reading.Series, out var known) || known.MeasuredAt <= reading.MeasuredAt)
            {
                _newest[reading.Series] = reading;
                taken.Add(reading);
                Last = Last > reading.MeasuredAt ? Last : reading.MeasuredAt;
            }
        }

        return taken;
    }

    /// <summary>Forgets the series that are gone, and answers with them.</summary>
    public IReadOnlyList<PushedSeriesKey> Forget(DateTimeOffset now)
    {
        var gone = new List<PushedSeriesKey>();
        foreach (var metric in _newest.Values.GroupBy(reading => reading.Series.Part))
        {
            var last = metric.MaxBy(reading => reading.ExpiresAt);
            gone.AddRange(metric.Where(reading => reading != last && reading.ExpiresAt + Grace <= now).Select(reading => reading.Series));
        }

        gone.ForEach(series => _newest.Remove(series));
        return gone;
    }

    /// <summary>Whether any reading still counts.</summary>
    public bool IsAlive(DateTimeOffset now) => _newest.Values.Any(reading => reading.ExpiresAt > now);
}
