using System.Collections.Concurrent;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class PushedQueuesTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly MetricTable _table = new();
    private readonly ConcurrentDictionary<string, (long Ready, long Unacknowledged)> _broker = new();
    private readonly PushedQueues _queues;
    private int _wakes;

    public PushedQueuesTests()
    {
        _queues = new PushedQueues("memory", _table, Read, Interval, _clock);
        _table.Subscribe(_ => _wakes++);
    }

    public void Dispose() => _queues.Dispose();

    [Fact]
    public void Report_FirstChange_GoesOutAtOnceInOneWake()
    {
        Report("orders", 3, 1);

        Assert.Equal("3", Some.Ready(_table, "orders"));
        Assert.Equal("4", Some.Value(_table, QueueSeries.Messages, "orders"));
        Assert.Equal("1", Some.Value(_table, QueueSeries.Unacknowledged, "orders"));
        Assert.Equal(1, _wakes);
    }

    [Fact]
    public void Report_Burst_SendsTheNewestOnceAnInterval()
    {
        for (var count = 1; count <= 999; count++)
        {
            Report("orders", count, 0);
        }

        Assert.Equal(("1", 1), (Some.Ready(_table, "orders"), _wakes));

        _clock.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(("999", 2), (Some.Ready(_table, "orders"), _wakes));
    }

    [Fact]
    public void Report_AfterAQuietTime_GoesOutAtOnceAgain()
    {
        Report("orders", 1, 0);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Report("orders", 0, 0);

        Assert.Equal("0", Some.Ready(_table, "orders"));
    }

    [Fact]
    public void Report_AnotherQueue_DoesNotWait()
    {
        Report("orders", 1, 0);
        Report("mails", 2, 0);

        Assert.Equal("2", Some.Ready(_table, "mails"));
    }

    [Fact]
    public void Remove_Queue_IsGoneAndNotZero()
    {
        Report("orders", 1, 0);
        Report("orders", 2, 0);

        _broker.Clear();
        _queues.Changed("/", "orders");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(Some.Ready(_table, "orders"));
    }

    [Fact]
    public void Dispose_LastSource_NobodyServesTheMetric()
    {
        Report("orders", 1, 0);

        _queues.Dispose();

        Assert.Equal(AbsenceTexts.NoExternalMetrics(QueueSeries.Ready), Some.Ready(_table, "orders"));
    }

    [Fact]
    public async Task Changed_ByManyThreads_EndsWithTheLastCount()
    {
        using var queues = new PushedQueues("real", _table, Read, TimeSpan.FromMilliseconds(1), TimeProvider.System);

        await Parallel.ForAsync(0, 2000, (_, _) =>
        {
            _broker.AddOrUpdate("busy", (1, 0), (_, depth) => (depth.Ready + 1, 0));
            queues.Changed("/", "busy");
            return ValueTask.CompletedTask;
        });

        await Eventually.TrueAsync(() => Task.FromResult(Some.Ready(_table, "busy") == "2k"), "the last count");
    }

    private QueueDepth? Read(string virtualHost, string queue) =>
        _broker.TryGetValue(queue, out var depth) ? new QueueDepth(virtualHost, queue, depth.Ready, depth.Unacknowledged) : null;

    private void Report(string queue, long ready, long unacknowledged)
    {
        _broker[queue] = (ready, unacknowledged);
        _queues.Changed("/", queue);
    }
}
