using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Queue series of a broker that tells of every change by itself, such as one in memory. A change goes into the table at once;
/// while a queue changes often, the newest count follows once an interval, so that a burst of messages is not one of decisions.
/// The count is read when it is needed and by one thread at a time, so that the last change is always the last count.
/// </summary>
public sealed class PushedQueues : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string VirtualHost, string Queue), QueueState> _queues = [];
    private readonly MetricTable _table;
    private readonly SeriesFeed _feed;
    private readonly Func<string, string, QueueDepth?> _read;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;

    /// <summary>
    /// Opens the source in the table; it has no queues yet. The delegate reads a queue by virtual host and name, null when it is
    /// gone; it is called while the source holds no lock.
    /// </summary>
    public PushedQueues(string source, MetricTable table, Func<string, string, QueueDepth?> read, TimeSpan interval, TimeProvider time)
    {
        _table = table;
        _feed = table.OpenFeed(source, QueueSeries.Metrics);
        _feed.Replace([]);
        _read = read;
        _interval = interval;
        _time = time;
    }

    /// <summary>Says that a queue changed: came, went, or has another number of messages. Any thread may call, and often.</summary>
    public void Changed(string virtualHost, string queue)
    {
        QueueState state;
        lock (_lock)
        {
            state = StateOf(virtualHost, queue);
            if (state.IsBusy)
            {
                state.IsDirty = true;
                return;
            }

            state.IsBusy = true;
            if (state.PushedAt is { } pushedAt && _time.GetElapsedTime(pushedAt) is var since && since < _interval)
            {
                state.Timer.Change(_interval - since, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Push(virtualHost, queue, state);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var state in _queues.Values)
            {
                state.Timer.Dispose();
            }

            _queues.Clear();
        }

        _table.CloseFeed(_feed);
    }

    private QueueState StateOf(string virtualHost, string queue)
    {
        if (!_queues.TryGetValue((virtualHost, queue), out var state))
        {
            state = new QueueState(_time, own => Push(virtualHost, queue, own));
            _queues.Add((virtualHost, queue), state);
        }

        return state;
    }

    /// <summary>Reads and publishes as the one who is busy with the queue; what changes meanwhile is read after the interval.</summary>
    private void Push(string virtualHost, string queue, QueueState state)
    {
        lock (_lock)
        {
            state.IsDirty = false;
        }

        try
        {
            Publish(virtualHost, queue);
        }
        finally
        {
            Rest(state);
        }
    }

    private void Publish(string virtualHost, string queue)
    {
        if (_read(virtualHost, queue) is { } depth)
        {
            _feed.Set(QueueSeries.Of(depth, _time.GetUtcNow(), _feed.Source));
            return;
        }

        var labels = QueueSeries.Labels(virtualHost, queue);
        _feed.Remove(QueueSeries.Metrics.Select(metric => new SeriesKey(SeriesKind.External, "", metric, labels)));
    }

    private void Rest(QueueState state)
    {
        lock (_lock)
        {
            state.PushedAt = _time.GetTimestamp();
            state.IsBusy = state.IsDirty;
            if (state.IsDirty)
            {
                state.Timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class QueueState
    {
        public QueueState(TimeProvider time, Action<QueueState> push) =>
            Timer = time.CreateTimer(_ => push(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ITimer Timer { get; }

        public long? PushedAt { get; set; }

        /// <summary>Someone reads, or the timer will.</summary>
        public bool IsBusy { get; set; }

        /// <summary>The queue changed since it was last read.</summary>
        public bool IsDirty { get; set; }
    }
}
