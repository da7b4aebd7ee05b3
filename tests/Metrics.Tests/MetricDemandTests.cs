using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class MetricDemandTests
{
    private static readonly CustomMetric Requests = new(DescribedKind.Pod, "requests");
    private static readonly ObjectKey Pod = new("", "Pod", "demo", "a");
    private static readonly LabelSelector Selector = LabelSelector.Parse("code=500");

    private readonly VirtualTimeProvider _time = Some.Clock();
    private readonly MetricTable _table = new();
    private readonly Interest _interest = new();

    [Fact]
    public async Task Ask_ForTheFirstTime_TellsSourcesAndWaitsForTheAnswer()
    {
        var feed = _table.OpenCustomFeed(FeedScope.Cluster, "prom", Requests);
        feed.Replace([]);
        var demand = new MetricDemand(_table, _interest, _time);

        var asking = Ask(demand);
        Assert.Equal([new AskedSelector("demo", Selector)], _interest.Asked(SeriesKind.PodMetric, "requests"));
        Assert.False(asking.IsCompleted);
        feed.Set(new CustomSeries(Pod, "requests", Reading.Of(Quantity.FromLong(1), Some.Time, "prom")) { Applied = "code=500" });

        await asking;
    }

    [Fact]
    public async Task Ask_ForWhatIsOnlyQueriedOnceAsked_WaitsForTheAnswer()
    {
        var feed = _table.OpenCustomFeed(FeedScope.Cluster, "prom", Requests);
        feed.Wait("it is only queried while somebody asks for it", Some.Time);
        var demand = new MetricDemand(_table, _interest, _time);

        var asking = Ask(demand);
        Assert.False(asking.IsCompleted);
        feed.Replace([new CustomSeries(Pod, "requests", Reading.Of(Quantity.FromLong(1), Some.Time, "prom")) { Applied = "code=500" }]);

        await asking;
    }

    [Fact]
    public async Task Ask_ForWhatHasFailed_DoesNotWait()
    {
        var feed = _table.OpenCustomFeed(FeedScope.Cluster, "prom", Requests);
        feed.Wait("it is only queried while somebody asks for it", Some.Time);
        feed.Fail("prom: 401", Some.Time);

        var asking = Ask(new MetricDemand(_table, _interest, _time));

        Assert.True(asking.IsCompleted);
        await asking;
    }

    [Fact]
    public async Task Ask_WithoutAnAnswer_WaitsThreeSecondsAndOnlyOnce()
    {
        var demand = new MetricDemand(_table, _interest, _time);

        var asking = Ask(demand);
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await asking;

        Assert.True(Ask(demand).IsCompleted);
    }

    [Fact]
    public async Task Ask_ThatMoves_WakesNobody()
    {
        var demand = new MetricDemand(_table, _interest, _time);
        var asking = Ask(demand);
        var watchers = new HashSet<ObjectKey>();

        _interest.Collect(new(SeriesKind.PodMetric, "demo", "requests", SeriesLabels.Of(("kind", "Pod"), ("name", "a"))), watchers);

        Assert.Empty(watchers);
        _time.Advance(TimeSpan.FromSeconds(4));
        await asking;
    }

    [Fact]
    public async Task Run_AfterMinutesWithoutARequest_ForgetsIt()
    {
        using var end = new CancellationTokenSource();
        var demand = new MetricDemand(_table, _interest, _time);
        var work = demand.RunAsync(end.Token);
        var asking = Ask(demand);
        _time.Advance(TimeSpan.FromMinutes(4));
        await asking;
        Assert.Single(_interest.Asked(SeriesKind.PodMetric, "requests"));

        _time.Advance(TimeSpan.FromMinutes(3));

        await Eventually.TrueAsync(() => Task.FromResult(_interest.Asked(SeriesKind.PodMetric, "requests").Count == 0), "nothing asked");
        await end.CancelAsync();
        await work;
    }

    private Task Ask(MetricDemand demand) => demand.AskAsync(
        new(SeriesKind.PodMetric, "demo", "requests", Selector),
        () => _table.FindCustom(Pod, "requests", Selector, _time.GetUtcNow()) is { IsPending: false },
        default).AsTask();
}
