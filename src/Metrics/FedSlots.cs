namespace Autoscale.Metrics;

/// <summary>
/// What one source said, series by series: the writing that all feeds have in common. A picture that only moves values touches
/// nothing but the slots. Until its first picture, and whenever it fails, the source is absent with the reason.
/// </summary>
internal sealed class FedSlots<TKey, TSeries>(string source, IFedIndex<TSeries> index, MovedSubscribers subscribers)
    where TKey : notnull
    where TSeries : class, IFedSeries<TKey, TSeries>
{
    private readonly Lock _writing = new();
    private readonly Dictionary<TKey, FedSlot<TSeries>> _slots = [];
    private volatile Silence? _silence = new($"{source} has not been read yet", null, IsPending: true);
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;
    private int _picture;
    private int _seen;

    /// <summary>Why the source as a whole has nothing to say, or null while it works.</summary>
    public string? Absence => _silence?.Because;

    /// <summary>Whether the source has ever said something, be it that it failed.</summary>
    public bool HasSpoken => _silence is not { Since: null };

    /// <summary>Whether the source says nothing only because it was not asked yet.</summary>
    public bool IsPending => _silence is { IsPending: true };

    /// <summary>The source's silence as the reading of a series that it does not know, or null while it works.</summary>
    public Reading? SilenceAt(DateTimeOffset now) =>
        _silence is { } silence ? Reading.Absent(silence.Because, silence.Since ?? now, source) with { IsPending = silence.IsPending } : null;

    public void Replace(IReadOnlyCollection<TSeries> picture)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            _picture = unchecked(_picture + 1);
            _seen = 0;
            foreach (var series in picture)
            {
                Put(series, moved);
            }

            if (_seen < _slots.Count)
            {
                Drop(_slots.Where(pair => pair.Value.Picture != _picture).Select(pair => pair.Key).ToList(), moved);
            }

            Publish();
        }

        subscribers.Tell(moved);
    }

    public void Set(ReadOnlySpan<TSeries> some)
    {
        var moved = new List<SeriesKey>(some.Length);
        lock (_writing)
        {
            foreach (var series in some)
            {
                Put(series, moved);
            }

            Publish();
        }

        subscribers.Tell(moved);
    }

    public void Remove(IEnumerable<TKey> some)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            Drop(some, moved);
            Publish();
        }

        subscribers.Tell(moved);
    }

    public void Fail(string because, DateTimeOffset now)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            var since = _silence?.Since ?? now;
            _silence = new(because, since, IsPending: false);
            var reading = Reading.Absent(because, since, source);
            foreach (var slot in _slots.Values)
            {
                Move(slot, slot.Series.With(reading), moved);
            }
        }

        subscribers.Tell(moved);
    }

    /// <summary>Says, before anything else was said, why the source is not asked until somebody wants to know.</summary>
    public void Wait(string because, DateTimeOffset now) => _silence = new(because, now, IsPending: true);

    /// <summary>Makes readings absent whose lifetime is over.</summary>
    public void Expire(DateTimeOffset now)
    {
        var moved = new List<SeriesKey>();
        lock (_writing)
        {
            if (_nextExpiry > now)
            {
                return;
            }

            _nextExpiry = DateTimeOffset.MaxValue;
            foreach (var slot in _slots.Values)
            {
                var reading = slot.Series.Reading;
                if (reading.At(now) is var aged && !ReferenceEquals(aged, reading))
                {
                    Move(slot, slot.Series.With(aged), moved);
                }

                Note(aged);
            }
        }

        subscribers.Tell(moved);
    }

    /// <summary>Tells of every series, as if it had moved.</summary>
    public void TellAll()
    {
        List<SeriesKey> all;
        lock (_writing)
        {
            all = [.. _slots.Values.Select(slot => slot.Moves)];
        }

        subscribers.Tell(all);
    }

    private static void Move(FedSlot<TSeries> slot, TSeries series, List<SeriesKey> moved)
    {
        var before = slot.Series.Reading;
        slot.Series = series;
        if (series.Reading.MovedFrom(before))
        {
            moved.Add(slot.Moves);
        }
    }

    private void Put(TSeries series, List<SeriesKey> moved)
    {
        Note(series.Reading);
        if (_slots.TryGetValue(series.Key, out var slot))
        {
            Move(slot, series, moved);
            _seen += slot.Picture == _picture ? 0 : 1;
        }
        else
        {
            slot = new(series, index.KeyOf(series));
            _slots.Add(series.Key, slot);
            index.Add(slot);
            moved.Add(slot.Moves);
            _seen++;
        }

        slot.Picture = _picture;
    }

    private void Drop(IEnumerable<TKey> some, List<SeriesKey> moved)
    {
        foreach (var key in some)
        {
            if (_slots.Remove(key, out var gone))
            {
                index.Remove(gone);
                moved.Add(gone.Moves);
            }
        }
    }

    private void Publish()
    {
        index.Publish();
        _silence = null;
    }

    private void Note(Reading reading)
    {
        if (reading.ExpiresAt < _nextExpiry)
        {
            _nextExpiry = reading.ExpiresAt.Value;
        }
    }

    /// <summary>Why nothing is said, since the first failure in a row; no time before the first answer. Pending while nothing was asked.</summary>
    private sealed record Silence(string Because, DateTimeOffset? Since, bool IsPending);
}
