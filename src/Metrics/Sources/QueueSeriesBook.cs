namespace Autoscale.Metrics.Sources;

/// <summary>
/// Makes the series of a broker's queues: those that the user's offers name, or all that there are. Queues that come and go change
/// only what is about them. One thread at a time.
/// </summary>
internal sealed class QueueSeriesBook
{
    private readonly QueueBook _queues;
    private readonly IReadOnlyList<QueuePattern> _only;
    private readonly IReadOnlyList<QueueOfferLines> _offers;
    private readonly Dictionary<QueueRecord, SeriesLine[]> _own = [];
    private readonly Dictionary<string, (SeriesLine[] Lines, List<QueueRecord> Queues)> _hosts = new(StringComparer.Ordinal);
    private readonly List<SeriesKey> _gone = [];
    private long _edition = -1;

    /// <summary>Prepares to make the series of what the book has; onlyHost is the virtual host that is read, null for all; only picks queues, nothing picks all.</summary>
    public QueueSeriesBook(QueueBook queues, QueueSource source, string? onlyHost, IReadOnlyList<QueuePattern> only, IReadOnlyList<QueueOffer> offers)
    {
        _queues = queues;
        _only = only;
        Source = source;
        _offers = [.. offers.Select(offer => new QueueOfferLines(offer, onlyHost, source))];
        Metrics = offers.Count > 0 ? [.. offers.Select(offer => offer.Name).Distinct()] : QueueSeries.Names;
        StatisticalMetrics = offers.Count > 0
            ? [.. _offers.Where(offer => offer.Info.NeedsStatistics).Select(offer => offer.Name).Distinct()]
            : [.. QueueSeries.Table.Where(info => info.NeedsStatistics).Select(info => info.Name)];
    }

    /// <summary>The names of all series that it may make.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>The names of those that need the broker's statistics.</summary>
    public IReadOnlyList<string> StatisticalMetrics { get; }

    /// <summary>How readings are signed.</summary>
    public QueueSource Source { get; set; }

    /// <summary>Every series and what it is made of.</summary>
    public IEnumerable<SeriesLine> Lines => _own.Values.SelectMany(lines => lines).Concat(SharedLines);

    /// <summary>Those of the queues which a series is made of that somebody looks at.</summary>
    public IReadOnlyList<QueueRecord> Watched(IReadOnlySet<QueueRecord> queues, Func<SeriesKey, bool> isWatched)
    {
        Follow();
        var shared = SharedLines.Where(line => line.Queues.Count > 0 && isWatched(line.Key)).SelectMany(line => line.Queues).Where(queues.Contains);
        var own = queues.Where(queue => _own.TryGetValue(queue, out var lines) && lines.Any(line => isWatched(line.Key)));
        return [.. shared.Concat(own).Distinct()];
    }

    /// <summary>Says all series anew the next time.</summary>
    public void Forget()
    {
        foreach (var line in Lines)
        {
            line.Told = null;
        }
    }

    /// <summary>How many series there are.</summary>
    public int Count()
    {
        Follow();
        return _own.Values.Sum(lines => lines.Length) + SharedLines.Length;
    }

    /// <summary>Adds the series that tell something new, and the keys of those that are gone.</summary>
    public void Collect(DateTimeOffset now, List<ExternalSeries> changed, List<SeriesKey> gone)
    {
        Follow();
        gone.AddRange(_gone);
        _gone.Clear();
        foreach (var lines in _own.Values)
        {
            Collect(lines, now, changed);
        }

        Collect(SharedLines, now, changed);
    }

    private SeriesLine[] SharedLines =>
        [.. _hosts.Values.SelectMany(host => host.Lines), .. _offers.Select(offer => offer.Shared).OfType<SeriesLine>()];

    private void Collect(SeriesLine[] lines, DateTimeOffset now, List<ExternalSeries> changed)
    {
        foreach (var line in lines)
        {
            if (line.Renew(Source, now) is { } series)
            {
                changed.Add(series);
            }
        }
    }

    private void Follow()
    {
        if (_edition == _queues.Edition)
        {
            return;
        }

        _edition = _queues.Edition;
        var present = _queues.All.ToHashSet();
        foreach (var queue in _own.Keys.Where(queue => !present.Contains(queue)).ToList())
        {
            Remove(queue);
        }

        foreach (var queue in present.Where(queue => !_own.ContainsKey(queue)))
        {
            Add(queue);
        }
    }

    private void Add(QueueRecord queue)
    {
        if (_only.Count > 0 && !_only.Any(pattern => pattern.Picks(queue.Name)))
        {
            _own.Add(queue, []);
            return;
        }

        var lines = _offers.Count > 0 ? _offers.Select(offer => offer.Add(queue)).OfType<SeriesLine>() : Standard(queue);
        _own.Add(queue, [.. lines.DistinctBy(line => line.Key)]);
        HostOf(queue.VirtualHost).Queues.Add(queue);
    }

    private (SeriesLine[] Lines, List<QueueRecord> Queues) HostOf(string name)
    {
        if (!_hosts.TryGetValue(name, out var host))
        {
            var queues = new List<QueueRecord>();
            host = ([.. OfHost(name).DistinctBy(line => line.Key)], queues);
            _hosts.Add(name, host);
            foreach (var line in host.Lines)
            {
                line.Queues = queues;
            }
        }

        return host;
    }

    private void Remove(QueueRecord queue)
    {
        Take(_own[queue]);
        _own.Remove(queue);
        foreach (var offer in _offers)
        {
            offer.Remove(queue);
        }

        if (_hosts.TryGetValue(queue.VirtualHost, out var host) && host.Queues.Remove(queue) && host.Queues.Count == 0)
        {
            Take(host.Lines);
            _hosts.Remove(queue.VirtualHost);
        }
    }

    private IEnumerable<SeriesLine> Standard(QueueRecord queue)
    {
        IReadOnlyList<QueueRecord> own = [queue];
        foreach (var family in QueueSeries.Table.GroupBy(info => info.Family))
        {
            if (QueueSubject.Of(family.Key, queue.Name) is not { } subject)
            {
                continue;
            }

            var labels = Source.With(QueueSubject.Labels(family.Key, subject, queue.VirtualHost));
            foreach (var info in family)
            {
                yield return new SeriesLine(Source.Namespace, info.Name, labels, info.Figure) { Queues = own };
            }
        }
    }

    private IEnumerable<SeriesLine> OfHost(string host) => _offers.Count > 0
        ? _offers.Select(offer => offer.AddHost(host)).OfType<SeriesLine>()
        : QueueSeries.Table.Where(info => info.Family == QueueFamily.VirtualHost)
            .Select(info => new SeriesLine(Source.Namespace, info.Name, Source.With(SeriesLabels.Of(("vhost", host))), info.Figure)
            {
                Aggregation = QueueAggregation.Sum,
                LeavesStreamsOut = true,
                NeedsList = true,
            });

    private void Take(IEnumerable<SeriesLine> lines) => _gone.AddRange(lines.Select(line => line.Key));
}
