namespace Autoscale.Metrics;

/// <summary>
/// What one source writes into the table: all external series of the metrics that it declared. Until its first picture, and
/// whenever it fails, its series are absent with the reason.
/// </summary>
public sealed class SeriesFeed
{
    private readonly FedSlots<SeriesKey, ExternalSeries> _slots;

    internal SeriesFeed(FeedScope scope, string source, IReadOnlyList<string> metrics, MovedSubscribers subscribers)
    {
        (Scope, Source, Metrics) = (scope, source, metrics);
        Index = new ExternalIndex(scope);
        _slots = new(source, Index, subscribers);
    }

    /// <summary>Who may read the series.</summary>
    public FeedScope Scope { get; }

    /// <summary>The source's name, without any credentials.</summary>
    public string Source { get; }

    /// <summary>The names of the metrics that the source may have.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Why the source as a whole has nothing to say, or null while it works.</summary>
    public string? Absence => _slots.Absence;

    /// <summary>Whether the source has nothing to say only because it was not asked yet.</summary>
    internal bool IsPending => _slots.IsPending;

    internal ExternalIndex Index { get; }

    /// <summary>
    /// Puts a complete picture in place of the old one: series that it lacks are gone. It goes series by series: a sum that is read
    /// meanwhile may take some of the old ones, and is read again, since it moved.
    /// </summary>
    public void Replace(IReadOnlyCollection<ExternalSeries> picture) => _slots.Replace(picture);

    /// <summary>Sets some series and leaves the others as they are.</summary>
    public void Set(params ReadOnlySpan<ExternalSeries> some) => _slots.Set(some);

    /// <summary>Takes some series away: they are gone, not zero.</summary>
    public void Remove(IEnumerable<SeriesKey> some) => _slots.Remove(some);

    /// <summary>Makes every series of the source absent for the reason given in one line, since the first failure in a row.</summary>
    public void Fail(string because, DateTimeOffset now) => _slots.Fail(because, now);

    /// <summary>The source's own view of the table, where the metrics are there only because it discovered them; else null.</summary>
    internal MetricTable? Discoverer { get; init; }

    /// <summary>Says, before anything else was said, why the source is not asked until somebody wants to know; in one line.</summary>
    internal void Wait(string because, DateTimeOffset now) => _slots.Wait(because, now);

    /// <summary>Whether the source has ever said something of these metrics, be it that it failed.</summary>
    internal bool HasSpoken => _slots.HasSpoken;

    /// <summary>Tells of every series, as if it had moved.</summary>
    internal void TellAll() => _slots.TellAll();

    internal void Expire(DateTimeOffset now) => _slots.Expire(now);
}
