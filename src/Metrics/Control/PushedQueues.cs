using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Queue series of a broker that tells every change by itself, such as one in memory. A change goes into the table at once; while
/// a queue changes often, the newest count follows once an interval, so that a burst of messages is not a burst of decisions.
/// </summary>
public sealed class PushedQueues : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string VirtualHost, string Queue), QueueState> _queues = [];
    private readonly MetricTable _table;
    private readonly SeriesFeed _feed;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;

    /// <summary>Opens the source in the table; it has no queues yet.</summary>
    public PushedQueues(string source, MetricTable table, TimeSpan interval, TimeProvider time)
    {
        _table = table;
        _feed = table.OpenFeed(source, QueueSeries.Metrics);
        _feed.Replace([]);
        _interval = interval;
        _time = time;
    }

    /// <summary>Says how many messages a queue has now; any thread may call, and as often as it likes.</summary>
    public void Report(QueueDepth depth)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (!_queues.TryGetValue((depth.VirtualHost, depth.Queue), out var state))
            {
                state = new QueueState(_time.CreateTimer(_ => Flush(depth), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
                _queues.Add((depth.VirtualHost, depth.Queue), state);
            }

            state.Newest = depth;
            if (state.IsWaiting)
            {
                return;
            }

            if (now - state.PushedAt < _interval)
            {
                state.IsWaiting = true;
                state.Timer.Change(state.PushedAt + _interval - now, Timeout.InfiniteTimeSpan);
                return;
            }

            Push(state, now);
        }
    }

    /// <summary>Says that a queue is gone: its series go too, and are not zero.</summary>
    public void Remove(string virtualHost, string queue)
    {
        lock (_lock)
        {
            if (_queues.Remove((virtualHost, queue), out var state))
            {
                state.Timer.Dispose();
                var labels = QueueSeries.Labels(virtualHost, queue);
                _feed.Remove(QueueSeries.Metrics.Select(metric => new SeriesKey(SeriesKind.External, "", metric, labels)));
            }
        }
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

    private void Flush(QueueDepth queue)
    {
        lock (_lock)
        {
            if (_queues.TryGetValue((queue.VirtualHost, queue.Queue), out var state) && state.IsWaiting)
            {
                Push(state, _time.GetUtcNow());
            }
        }
    }

    private void Push(QueueState state, DateTimeOffset now)
    {
        state.IsWaiting = false;
        state.PushedAt = now;
        _feed.Set(QueueSeries.Of(state.Newest, now, _feed.Source));
    }

    private sealed class QueueState(ITimer timer)
    {
        public ITimer Timer => timer;

        public QueueDepth Newest { get; set; }

        public DateTimeOffset PushedAt { get; set; } = DateTimeOffset.MinValue;

        public bool IsWaiting { get; set; }
    }
}
