namespace Autoscale.Metrics;

/// <summary>
/// What one source writes into the table of the metrics of pods and other objects. Until its first picture, and whenever it fails,
/// the metrics that it declared are absent with the reason, for every object.
/// </summary>
public sealed class CustomFeed
{
    private readonly FedSlots<CustomKey, CustomSeries> _slots;

    internal CustomFeed(FeedScope scope, string source, IReadOnlyList<CustomMetric> metrics, MovedSubscribers subscribers)
    {
        (Scope, Source, Metrics) = (scope, source, metrics);
        _slots = new(source, Index, subscribers);
    }

    /// <summary>The namespaces whose objects are described.</summary>
    public FeedScope Scope { get; }

    /// <summary>The source's name, without any credentials.</summary>
    public string Source { get; }

    /// <summary>The metrics that the source may have.</summary>
    public IReadOnlyList<CustomMetric> Metrics { get; }

    /// <summary>Why the source as a whole has nothing to say, or null while it works.</summary>
    public string? Absence => _slots.Absence;

    internal CustomIndex Index { get; } = new();

    /// <summary>Puts a complete picture in place of the old one, series by series: those that it lacks are gone.</summary>
    public void Replace(IReadOnlyCollection<CustomSeries> picture) => _slots.Replace(picture);

    /// <summary>Sets some series and leaves the others as they are.</summary>
    public void Set(params ReadOnlySpan<CustomSeries> some) => _slots.Set(some);

    /// <summary>Takes some series away: they are gone, not zero.</summary>
    public void Remove(IEnumerable<CustomKey> some) => _slots.Remove(some);

    /// <summary>Makes every series of the source absent for the reason given in one line, since the first failure in a row.</summary>
    public void Fail(string because, DateTimeOffset now) => _slots.Fail(because, now);

    internal Reading? SilenceAt(DateTimeOffset now) => _slots.SilenceAt(now);

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
