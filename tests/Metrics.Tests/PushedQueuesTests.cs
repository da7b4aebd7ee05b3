using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class PushedQueuesTests : IDisposable
{
    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly MetricTable _table = new();
    private readonly PushedQueues _queues;
    private int _wakes;

    public PushedQueuesTests()
    {
        _queues = new PushedQueues("memory", _table, TimeSpan.FromMilliseconds(20), _clock);
        _table.Subscribe(_ => _wakes++);
    }

    public void Dispose() => _queues.Dispose();

    [Fact]
    public void Report_FirstChange_GoesOutAtOnceInOneWake()
    {
        _queues.Report(new("/", "orders", 3, 1));

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
            _queues.Report(new("/", "orders", count, 0));
        }

        Assert.Equal(("1", 1), (Some.Ready(_table, "orders"), _wakes));

        _clock.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(("999", 2), (Some.Ready(_table, "orders"), _wakes));
    }

    [Fact]
    public void Report_AfterAQuietTime_GoesOutAtOnceAgain()
    {
        _queues.Report(new("/", "orders", 1, 0));
        _clock.Advance(TimeSpan.FromSeconds(1));

        _queues.Report(new("/", "orders", 0, 0));

        Assert.Equal("0", Some.Ready(_table, "orders"));
    }

    [Fact]
    public void Report_AnotherQueue_DoesNotWait()
    {
        _queues.Report(new("/", "orders", 1, 0));
        _queues.Report(new("/", "mails", 2, 0));

        Assert.Equal("2", Some.Ready(_table, "mails"));
    }

    [Fact]
    public void Remove_Queue_IsGoneAndNotZero()
    {
        _queues.Report(new("/", "orders", 1, 0));
        _queues.Report(new("/", "orders", 2, 0));

        _queues.Remove("/", "orders");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(Some.Ready(_table, "orders"));
    }

    [Fact]
    public void Dispose_LastSource_NobodyServesTheMetric()
    {
        _queues.Report(new("/", "orders", 1, 0));

        _queues.Dispose();

        Assert.Equal(AbsenceTexts.NoExternalMetrics(QueueSeries.Ready), Some.Ready(_table, "orders"));
    }
}
