namespace Autoscale.Metrics.Sources;

/// <summary>The parts of the table that a source of pushed readings writes: one for each metric, and for each kind that it describes.</summary>
internal sealed class PushedFeeds(MetricTable table, SourceSettings settings)
{
    private readonly Dictionary<string, SeriesFeed> _external = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Metric, DescribedKind Kind), CustomFeed> _custom = [];

    /// <summary>Opens the parts of a metric: until the first report it is absent.</summary>
    public void Open(PushedMetric metric, DateTimeOffset now)
    {
        var because = $"{metric.Name} has not been reported to {settings.Name} yet";
        if (metric.Of.Count == 0)
        {
            External(metric.Name).Fail(because, now);
        }

        foreach (var kind in metric.Of)
        {
            Custom(metric.Name, kind).Fail(because, now);
        }
    }

    /// <summary>The other source that serves an external metric in the same scope; null when nobody does.</summary>
    public string? OtherOwner(string metric) => table.Feeds
        .FirstOrDefault(feed => feed.Scope == settings.Scope && feed.Metrics.Contains(metric) && feed != _external.GetValueOrDefault(metric))?.Source;

    /// <summary>Writes readings, each metric's at once.</summary>
    public void Write(IReadOnlyList<PushedReading> readings)
    {
        foreach (var part in readings.GroupBy(reading => reading.Series.Part))
        {
            if (part.Key.Kind is { } kind)
            {
                Custom(part.Key.Metric, kind).Set([.. part.Select(CustomOf)]);
            }
            else
            {
                External(part.Key.Metric).Set([.. part.Select(ExternalOf)]);
            }
        }
    }

    /// <summary>Takes series away.</summary>
    public void Remove(IReadOnlyList<PushedSeriesKey> series)
    {
        foreach (var part in series.GroupBy(one => one.Part))
        {
            if (part.Key.Kind is { } kind)
            {
                Custom(part.Key.Metric, kind).Remove(part.Select(one => new CustomKey(one.Of, one.Metric, one.Labels, null)));
            }
            else
            {
                External(part.Key.Metric).Remove(part.Select(one => new SeriesKey(SeriesKind.External, one.Namespace, one.Metric, one.Labels)));
            }
        }
    }

    /// <summary>Closes all parts.</summary>
    public void Close()
    {
        foreach (var feed in _external.Values)
        {
            table.CloseFeed(feed);
        }

        foreach (var feed in _custom.Values)
        {
            table.CloseCustomFeed(feed);
        }

        _external.Clear();
        _custom.Clear();
    }

    private ExternalSeries ExternalOf(PushedReading reading) =>
        new(reading.Series.Namespace, reading.Series.Metric, reading.Series.Labels, reading.ToReading(settings.Name));

    private CustomSeries CustomOf(PushedReading reading) =>
        new(reading.Series.Of, reading.Series.Metric, reading.ToReading(settings.Name)) { Labels = reading.Series.Labels };

    private SeriesFeed External(string metric) => _external.TryGetValue(metric, out var feed)
        ? feed
        : _external[metric] = table.OpenFeed(settings.Scope, settings.Name, metric);

    private CustomFeed Custom(string metric, DescribedKind kind) => _custom.TryGetValue((metric, kind), out var feed)
        ? feed
        : _custom[(metric, kind)] = table.OpenCustomFeed(settings.Scope, settings.Name, new CustomMetric(kind, metric));
}
