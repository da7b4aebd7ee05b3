using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using RabbitMQ.Client;

namespace Autoscale.Benchmarks.RabbitMq;

/// <summary>Sees when a watcher is woken, as the horizontal autoscaler's waking does.</summary>
internal sealed class WakingWatch(MetricTable table, Interest interest, ObjectKey watcher)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private TaskCompletionSource<long> _woken = NewSignal();

    /// <summary>Publishes message after message, each to another queue and at another moment of the period; the delays in ascending order.</summary>
    public async Task<List<TimeSpan>> MeasureAsync(IConnection connection, int messages)
    {
        using var listening = table.Subscribe(Wake);
        await _woken.Task.WaitAsync(Limit);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var random = new Random(42);
        var delays = new List<TimeSpan>();
        for (var i = 0; i < messages; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 2000)), TimeProvider.System);
            _woken = NewSignal();
            var start = TimeProvider.System.GetTimestamp();
            await channel.BasicPublishAsync("", ManyQueues.Name(random.Next(ManyQueues.OfPattern)), ReadOnlyMemory<byte>.Empty);
            delays.Add(TimeProvider.System.GetElapsedTime(start, await _woken.Task.WaitAsync(Limit)));
        }

        delays.Sort();
        return delays;
    }

    private static TaskCompletionSource<long> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake(IReadOnlyList<SeriesKey> moved)
    {
        var watchers = new HashSet<ObjectKey>();
        foreach (var series in moved)
        {
            interest.Collect(series, watchers);
        }

        if (watchers.Contains(watcher))
        {
            _woken.TrySetResult(TimeProvider.System.GetTimestamp());
        }
    }
}
