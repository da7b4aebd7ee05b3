namespace Autoscale.Vpa.Usage;

/// <summary>The out-of-memory kills of one container; few have any.</summary>
internal sealed class OomHistory
{
    private readonly List<OomPeak> _peaks = [];

    /// <summary>How many kills there were.</summary>
    public int Count { get; private set; }

    /// <summary>When the last one was.</summary>
    public UnixSecond Last { get; private set; }

    /// <summary>Notes a kill.</summary>
    public void Note(UnixSecond time)
    {
        Count++;
        Last = new(Math.Max(Last.Value, time.Value));
    }

    /// <summary>Keeps a peak until it is too old.</summary>
    public void Add(OomPeak peak) => _peaks.Add(peak);

    /// <summary>Forgets a peak that has been replaced.</summary>
    public void Replace(OomPeak peak) => _peaks.Remove(peak);

    /// <summary>Takes out the peaks of intervals that ended before an instant.</summary>
    public IReadOnlyList<OomPeak> TakeBefore(UnixSecond time)
    {
        var old = _peaks.FindAll(peak => peak.End.Value < time.Value);
        _peaks.RemoveAll(old.Contains);
        return old;
    }

    /// <summary>Adds what another one knows.</summary>
    public void Merge(OomHistory other)
    {
        Count += other.Count;
        Last = new(Math.Max(Last.Value, other.Last.Value));
        _peaks.AddRange(other._peaks);
    }
}
