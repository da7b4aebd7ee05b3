using System.Runtime.InteropServices;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// What a broker told, between the readers of its counts and of its statistics and the table. Only series that tell something new are
/// written. It is locked while it is written; its feed tells watchers meanwhile, who do no more than put keys in a queue.
/// </summary>
internal sealed class RabbitMqPicture : IDisposable
{
    private readonly Lock _lock = new();
    private readonly QueueBook _queues = new();
    private readonly QueueSeriesBook _series;
    private readonly MetricTable _table;
    private readonly SeriesFeed _feed;
    private readonly List<ExternalSeries> _changed = [];
    private readonly List<SeriesKey> _gone = [];
    private long _reading;
    private bool _isRead;

    /// <summary>Opens the feed of the source.</summary>
    public RabbitMqPicture(RabbitMqSourceOptions options, SourceSettings settings, string? onlyHost, MetricTable table)
    {
        var source = new QueueSource(settings.Name, settings.Scope.Namespace, settings.Labels);
        _series = new QueueSeriesBook(_queues, source, onlyHost, [.. options.Queues.Select(QueuePattern.Parse)], options.Offers);
        _table = table;
        _feed = table.OpenFeed(settings.Scope, settings.Name, _series.Metrics);
    }

    /// <summary>The names of all series.</summary>
    public IReadOnlyList<string> Metrics => _series.Metrics;

    /// <summary>The names of those that need statistics.</summary>
    public IReadOnlyList<string> StatisticalMetrics => _series.StatisticalMetrics;

    /// <summary>Begins a reading of all queues.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _reading++;
        }
    }

    /// <summary>Takes the counts of a queue.</summary>
    public void Count(in QueueLine line, DateTimeOffset now)
    {
        lock (_lock)
        {
            var queue = _queues.FindOrAdd(line, now);
            queue.Count(line, now);
            queue.SeenIn = _reading;
        }
    }

    /// <summary>Takes what a queue says of itself over AMQP; null when there is none.</summary>
    public void Count(NamedQueue named, (long Ready, long Consumers)? counts, DateTimeOffset now)
    {
        lock (_lock)
        {
            var queue = _queues.FindOrAdd(named.VirtualHost, named.Name, now);
            queue.SeenIn = _reading;
            if (counts is var (ready, consumers))
            {
                queue.Count(ready, consumers, now);
            }
            else
            {
                queue.Miss(now);
            }
        }
    }

    /// <summary>
    /// The quorum queues of the newest reading which one of the series is made of that somebody looks at. Zeros of those that were just
    /// found are taken for no counts yet.
    /// </summary>
    public IReadOnlyList<QueueRecord> WatchedQuorumQueues(Func<SeriesKey, bool> isWatched, DateTimeOffset now)
    {
        lock (_lock)
        {
            var quorum = _queues.All.Where(queue => queue.Type == QueueType.Quorum && queue.SeenIn == _reading).ToHashSet();
            foreach (var queue in quorum.Where(queue => queue.LooksEmpty && now - queue.FoundAt < QuorumQueues.FirstReport))
            {
                queue.Uncount();
            }

            return quorum.Count == 0 ? [] : _series.Watched(quorum, isWatched);
        }
    }

    /// <summary>Takes what quorum queues say of themselves.</summary>
    public void Correct(IEnumerable<(QueueRecord Queue, long Ready)> counts)
    {
        lock (_lock)
        {
            foreach (var (queue, ready) in counts)
            {
                queue.CorrectReady(ready);
            }
        }
    }

    /// <summary>Takes the statistics of a queue that was found before.</summary>
    public void Measure(in QueueLine line, DateTimeOffset time)
    {
        lock (_lock)
        {
            _queues.Find(line)?.Measure(line, time);
        }
    }

    /// <summary>
    /// Ends a reading; says how many series there are. Pages come one after another: a queue that goes meanwhile moves those behind it
    /// forward, and the one at a page's edge is in neither. So with several pages a queue is gone only when two readings in a row lack it.
    /// </summary>
    public int End(int pages, bool asksByName)
    {
        lock (_lock)
        {
            _queues.ForgetBefore(pages > 1 ? _reading - 1 : _reading);
            _series.Source = _series.Source with { AsksByName = asksByName };
            return _series.Count();
        }
    }

    /// <summary>Writes what is new into the table.</summary>
    public void Publish(DateTimeOffset now)
    {
        lock (_lock)
        {
            _isRead = true;
            Write(now);
        }
    }

    /// <summary>Writes new statistics into the table.</summary>
    public void PublishStatistics(DateTimeOffset now)
    {
        lock (_lock)
        {
            _series.Source = _series.Source with { StatisticsProblem = null };
            WriteIfRead(now);
        }
    }

    /// <summary>Makes absent what needs statistics.</summary>
    public void FailStatistics(string because, DateTimeOffset now)
    {
        lock (_lock)
        {
            _series.Source = _series.Source with { StatisticsProblem = because };
            foreach (var queue in _queues.All)
            {
                queue.FailStatistics(now);
            }

            WriteIfRead(now);
        }
    }

    /// <summary>Makes all absent.</summary>
    public void Fail(string because, DateTimeOffset now)
    {
        lock (_lock)
        {
            _isRead = false;
            _series.Forget();
            _feed.Fail($"{_feed.Source}: {because}", now);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _table.CloseFeed(_feed);

    // While the counts are not known, their reason stands for all.
    private void WriteIfRead(DateTimeOffset now)
    {
        if (_isRead)
        {
            Write(now);
        }
    }

    private void Write(DateTimeOffset now)
    {
        _changed.Clear();
        _gone.Clear();
        _series.Collect(now, _changed, _gone);
        _feed.Set(CollectionsMarshal.AsSpan(_changed));
        if (_gone.Count > 0)
        {
            _feed.Remove(_gone);
        }
    }
}
