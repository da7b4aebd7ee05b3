using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Tests;

public sealed class TableStageTests
{
    private readonly MetricTable _table = new();
    private readonly List<SeriesKey> _moved = [];

    public TableStageTests() => _table.Subscribe(_moved.AddRange);

    [Fact]
    public void Stage_UntilItIsShown_IsNotSeen()
    {
        var stage = _table.Stage();
        stage.Table.OpenFeed("new", "depth").Replace([Some.Series("depth", 7)]);

        Assert.Equal(AbsenceTexts.NoExternalMetrics("depth"), Value());
        _moved.Clear();
        stage.Show(null);

        Assert.Equal("7", Value());
        Assert.Single(_moved);
    }

    [Fact]
    public void Show_InPlaceOfAnother_CountsExactlyOneOfThem()
    {
        var (before, after) = (_table.Stage(), _table.Stage());
        before.Show(null);
        var old = before.Table.OpenFeed("source", "depth", "age");
        old.Replace([Some.Series("depth", 7), Some.Series("age", 1)]);
        after.Table.OpenFeed("source", "depth").Replace([Some.Series("depth", 9)]);

        Assert.Equal("7", Value());
        after.Show(before);

        Assert.Equal("9", Value());
        Assert.Equal(AbsenceTexts.NoSuchMetric("age"), Value("age"));
        before.Table.CloseFeed(old);
        before.Table.OpenFeed("source", "depth").Replace([Some.Series("depth", 5)]);
        Assert.Equal("9", Value());
    }

    [Fact]
    public void Show_OfCustomMetrics_ReplacesThemToo()
    {
        var metric = new CustomMetric(DescribedKind.Pod, "rps");
        var (before, after) = (_table.Stage(), _table.Stage());
        before.Table.OpenCustomFeed(FeedScope.Cluster, "source", metric).Set(Pod(metric, 3));
        after.Table.OpenCustomFeed(FeedScope.Cluster, "source", metric).Set(Pod(metric, 4));
        before.Show(null);

        Assert.Equal("3", Custom(metric));
        after.Show(before);
        Assert.Equal("4", Custom(metric));
    }

    [Fact]
    public void Open_OnceShown_IsSeenAtOnce_AndCloseHidesIt()
    {
        var stage = _table.Stage();
        stage.Show(null);
        var feed = stage.Table.OpenFeed("source", "depth");
        feed.Replace([Some.Series("depth", 7)]);

        Assert.Equal("7", Value());
        Assert.Single(_table.Feeds);
        stage.Table.CloseFeed(feed);
        Assert.Empty(_table.Feeds);
    }

    private static CustomSeries Pod(CustomMetric metric, long value) =>
        new(new("", "Pod", "shop", "web"), metric.Name, Reading.Of(Quantity.FromLong(value), Some.Time, "test"));

    private string? Value(string metric = "depth")
    {
        var answer = _table.FindExternal("shop", metric, LabelSelector.Everything, Some.Time);
        return answer.Absence ?? string.Join('+', answer.Series.Select(series => series.Reading.Value));
    }

    private string? Custom(CustomMetric metric) =>
        _table.FindCustom(new("", "Pod", "shop", "web"), metric.Name, LabelSelector.Everything, Some.Time)?.Value?.ToString();
}
