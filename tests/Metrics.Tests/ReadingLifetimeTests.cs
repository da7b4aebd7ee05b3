using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

public sealed class ReadingLifetimeTests
{
    private const string Expired = "app last reported it at 2026-01-02T03:04:05Z, valid for 10 s";

    private readonly MetricTable _table = new();
    private readonly List<SeriesKey> _moved = [];
    private readonly SeriesFeed _feed;

    public ReadingLifetimeTests()
    {
        _feed = _table.OpenFeed("app", "depth");
        _feed.Set(Valid(5, TimeSpan.Zero));
        _table.Subscribe(_moved.AddRange);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(9.999, null)]
    [InlineData(10, Expired)]
    [InlineData(3600, Expired)]
    public void FindExternal_AsTimeGoesBy_IsAbsentFromTheEndOfTheLifetimeOn(double seconds, string? absence)
    {
        var answer = _table.FindExternal("ns", "depth", LabelSelector.Everything, Some.Time.AddSeconds(seconds));

        Assert.Equal(absence, answer.Absence);
        Assert.Equal(absence is null ? [5L] : Array.Empty<long>(), answer.Series.Select(series => series.Reading.Value?.Value ?? 0));
    }

    [Fact]
    public void Expire_AfterTheEnd_TellsOnce()
    {
        _table.Expire(Some.Time.AddSeconds(9));
        Assert.Empty(_moved);

        _table.Expire(Some.Time.AddSeconds(10));
        _table.Expire(Some.Time.AddSeconds(11));

        Assert.Single(_moved);
        Assert.Equal(Expired, AbsenceAt(11));
    }

    [Fact]
    public void Set_RenewedBeforeTheEnd_StaysPresentUntilTheNewEnd()
    {
        _feed.Set(Valid(5, TimeSpan.FromSeconds(5)));
        _table.Expire(Some.Time.AddSeconds(12));
        Assert.Empty(_moved);
        Assert.Null(AbsenceAt(14));

        _table.Expire(Some.Time.AddSeconds(15));

        Assert.Single(_moved);
    }

    [Fact]
    public void Set_SameValueAfterTheEndThoughNobodyToldOfIt_Moves()
    {
        _feed.Set(Valid(5, TimeSpan.FromSeconds(12)));

        Assert.Single(_moved);
        Assert.Null(AbsenceAt(13));
    }

    [Fact]
    public void Expire_CustomSeries_AreAbsentAndMoved()
    {
        var pod = new ObjectKey("", "Pod", "ns", "a");
        var custom = _table.OpenCustomFeed(FeedScope.Cluster, "app", new CustomMetric(DescribedKind.Pod, "hits"));
        custom.Set(new CustomSeries(pod, "hits", Valid(0, TimeSpan.Zero).Reading));
        _moved.Clear();

        Assert.Equal(Expired, _table.FindCustom(pod, "hits", LabelSelector.Everything, Some.Time.AddSeconds(10))?.Absence);
        _table.Expire(Some.Time.AddSeconds(10));

        Assert.Contains(_moved, key => key.Kind == SeriesKind.PodMetric);
    }

    [Fact]
    public async Task ReadingExpiry_TimeGoesBy_TellsOfTheEnd()
    {
        var clock = Some.Clock();
        using var stop = new CancellationTokenSource();
        var told = new TaskCompletionSource();
        using var hearing = _table.Subscribe(_ => told.TrySetResult());
        var running = new ReadingExpiry(_table, clock).RunAsync(stop.Token);

        clock.Advance(TimeSpan.FromSeconds(11));
        await told.Task;

        await stop.CancelAsync();
        await running;
    }

    private static ExternalSeries Valid(long value, TimeSpan after) => new(
        "",
        "depth",
        SeriesLabels.None,
        Reading.Of(Quantity.FromLong(value), Some.Time + after, "app") with { ExpiresAt = Some.Time + after + TimeSpan.FromSeconds(10) });

    private string? AbsenceAt(double seconds) =>
        _table.FindExternal("ns", "depth", LabelSelector.Everything, Some.Time.AddSeconds(seconds)).Absence;
}
