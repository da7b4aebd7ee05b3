using System.Collections.Immutable;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>External series of all sources.</summary>
internal sealed class ExternalTable
{
    private ImmutableArray<SeriesFeed> _feeds = [];

    /// <summary>All feeds, in the order of their registration.</summary>
    public ImmutableArray<SeriesFeed> Feeds => _feeds;

    public void Add(SeriesFeed feed) => ImmutableInterlocked.Update(ref _feeds, static (all, added) => all.Add(added), feed);

    public void Remove(SeriesFeed feed) => ImmutableInterlocked.Update(ref _feeds, static (all, gone) => all.Remove(gone), feed);

    /// <summary>
    /// The matching series. One absent series among them makes the whole answer absent, since a sum over the rest would be too
    /// low and scale down; a source that failed before its series were known answers only where no other source matches.
    /// </summary>
    public ExternalAnswer Query(string @namespace, string metric, LabelSelector selector)
    {
        var feeds = _feeds;
        var answer = new List<ExternalSeries>();
        string? silent = null;
        var served = false;
        foreach (var feed in feeds)
        {
            if (!feed.Metrics.Contains(metric))
            {
                continue;
            }

            served = true;
            if (Collect(feed, @namespace, metric, selector, answer) is { } absence)
            {
                return ExternalAnswer.Absent(absence);
            }

            silent ??= feed.Absence;
        }

        return (served, answer.Count) switch
        {
            (true, 0) when silent is not null => ExternalAnswer.Absent(silent),
            (true, _) => new ExternalAnswer(answer, null),
            _ => ExternalAnswer.Absent(feeds.IsEmpty ? AbsenceTexts.NoExternalMetrics(metric) : AbsenceTexts.NoSuchMetric(metric)),
        };
    }

    private static string? Collect(
        SeriesFeed feed, string @namespace, string metric, LabelSelector selector, List<ExternalSeries> answer)
    {
        foreach (var slot in feed.Candidates(metric, selector))
        {
            var series = slot.Series;
            var visible = series.Namespace.Length == 0 || series.Namespace == @namespace;
            if (!visible || !selector.Matches(series.Labels))
            {
                continue;
            }

            if (series.Reading.Absence is { } absence)
            {
                return absence;
            }

            answer.Add(series);
        }

        return null;
    }
}
