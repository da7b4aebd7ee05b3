using System.Collections.Immutable;

namespace Autoscale.Metrics;

/// <summary>External series of all sources.</summary>
internal sealed class ExternalTable
{
    private readonly FeedBook<string, SeriesFeed> _book =
        new(feed => feed.Metrics.Select(metric => (feed.Scope.Namespace, metric)), feed => feed.Discoverer);

    /// <summary>All feeds, in the order of their registration.</summary>
    public ImmutableArray<SeriesFeed> Feeds => _book.Feeds;

    public void Add(SeriesFeed feed) => _book.Add(feed);

    public void Remove(SeriesFeed feed) => _book.Remove(feed);

    public void Swap(IReadOnlyCollection<SeriesFeed> gone, IReadOnlyCollection<SeriesFeed> come) => _book.Swap(gone, come);

    /// <summary>
    /// The matching series. One absent series among them makes the whole answer absent, since a sum over the rest would be too
    /// low and scale down; a source that failed before its series were known answers only where no other source matches.
    /// </summary>
    public ExternalAnswer Query(SeriesQuery query, DateTimeOffset now)
    {
        var feeds = _book.Find(query.Namespace, query.Metric);
        if (feeds.IsEmpty)
        {
            return ExternalAnswer.Absent(
                Feeds.IsEmpty ? AbsenceTexts.NoExternalMetrics(query.Metric) : AbsenceTexts.NoSuchMetric(query.Metric));
        }

        var answer = new List<ExternalSeries>();
        string? silent = null;
        foreach (var feed in feeds)
        {
            if (Collect(feed, query, now, answer) is { } absence)
            {
                return ExternalAnswer.Absent(absence);
            }

            silent ??= feed.Absence;
        }

        return answer.Count == 0 && silent is not null
            ? ExternalAnswer.Absent(silent) with { IsPending = feeds.Any(feed => feed.IsPending) }
            : new ExternalAnswer(answer, null);
    }

    private static string? Collect(SeriesFeed feed, SeriesQuery query, DateTimeOffset now, List<ExternalSeries> answer)
    {
        foreach (var slot in feed.Index.Candidates(query.Metric, query.Selector))
        {
            var series = slot.Series;
            var visible = series.Namespace.Length == 0 || series.Namespace == query.Namespace;
            if (!visible || !series.IsPickedBy(query.Selector))
            {
                continue;
            }

            if (series.Reading.At(now).Absence is { } absence)
            {
                return absence;
            }

            answer.Add(series);
        }

        return null;
    }
}
