using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests;

public sealed class QueueFlowTests
{
    private readonly QueueFlow _flow = new();

    [Fact]
    public void Rate_NoStatistics_IsNotKnown() => Assert.Null(_flow.Rate(FlowKind.Published));

    [Fact]
    public void Rate_BusyQueue_IsTheBrokersOwn()
    {
        Add(0, total: 0, rate: 0);
        Add(5, total: 90, rate: 4);

        Assert.Equal((4.0, TimeSpan.FromSeconds(5)), _flow.Rate(FlowKind.Acknowledged));
    }

    [Fact]
    public void Rate_FirstStatistics_IsTheBrokersOwn()
    {
        Add(0, total: 7, rate: 0.2);

        Assert.Equal((0.2, TimeSpan.FromSeconds(5)), _flow.Rate(FlowKind.Acknowledged));
    }

    [Fact]
    public void Rate_SlowQueue_IsOfTheShortestSpanWithTwentyMessages()
    {
        for (var second = 0; second <= 60; second += 5)
        {
            Add(second, total: second, rate: 0);
        }

        Assert.Equal((1.0, TimeSpan.FromSeconds(20)), _flow.Rate(FlowKind.Settled));
    }

    [Fact]
    public void Rate_AskedTooOften_IsNotTakenFromTheBrokersSteps()
    {
        Add(0, total: 0, rate: 0);
        Add(1, total: 0, rate: 0);
        Add(2, total: 19, rate: 3.8);

        Assert.Equal(3.8, _flow.Rate(FlowKind.Settled)?.PerSecond);
    }

    [Fact]
    public void Rate_VerySlowQueue_IsOfAMinute()
    {
        for (var second = 0; second <= 300; second += 5)
        {
            Add(second, total: second / 10, rate: 0);
        }

        Assert.Equal((0.1, TimeSpan.FromSeconds(60)), _flow.Rate(FlowKind.Delivered));
    }

    [Fact]
    public void Rate_BrokerCountsAnew_IsNeverNegative()
    {
        Add(0, total: 1000, rate: 0);
        Add(5, total: 3, rate: 0.6);

        Assert.Equal(0.6, _flow.Rate(FlowKind.Settled)?.PerSecond);
    }

    [Fact]
    public void StalledFor_BacklogAndNothingDone_Grows()
    {
        Add(0, total: 10, rate: 0);
        Add(5, total: 11, rate: 0);
        Add(10, total: 11, rate: 0);
        Add(15, total: 11, rate: 0);

        Assert.Equal(TimeSpan.FromSeconds(10), _flow.StalledFor);
    }

    [Fact]
    public void StalledFor_NothingToDo_IsNone()
    {
        Add(0, total: 10, rate: 0);
        Add(100, total: 10, rate: 0, hasBacklog: false);

        Assert.Equal(TimeSpan.Zero, _flow.StalledFor);
    }

    private void Add(int second, double total, double rate, bool hasBacklog = true) =>
        _flow.Add(Some.Time.AddSeconds(second), new(total, total, total, total), new(rate, rate, rate, rate), hasBacklog);
}
