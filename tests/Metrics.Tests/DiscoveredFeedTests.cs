using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Tests;

public sealed class DiscoveredFeedTests
{
    private static readonly CustomMetric Requests = new(DescribedKind.Pod, "requests");
    private static readonly ObjectKey Pod = new("", "Pod", "demo", "a");

    private readonly MetricTable _table = new();

    [Fact]
    public void FindExternal_DeclaredAndDiscovered_IsNotTheirSum()
    {
        Stage().OpenDiscovered(FeedScope.Cluster, "prom", "depth").Replace([Some.Series("depth", 2)]);
        var declared = _table.OpenFeed("broker", "depth");
        declared.Replace([Some.Series("depth", 7)]);

        Assert.Equal(["7"], External());
        _table.CloseFeed(declared);
        Assert.Equal(["2"], External());
    }

    [Fact]
    public void FindExternal_TwoDiscovered_IsTheOneThatWasThereFirst()
    {
        var (first, second) = (Stage(), Stage());
        var found = first.OpenDiscovered(FeedScope.Cluster, "prom", "depth");
        found.Replace([Some.Series("depth", 2)]);
        second.OpenDiscovered(FeedScope.Cluster, "prom", "depth").Replace([Some.Series("depth", 3)]);

        Assert.Equal(["2"], External());
        first.CloseFeed(found);
        Assert.Equal(["3"], External());
    }

    [Fact]
    public void FindCustom_DeclaredAndDiscovered_IsNotTheirSum()
    {
        var found = Stage().OpenDiscovered(FeedScope.Cluster, "prom", Requests);
        found.Set(new CustomSeries(Pod, "requests", Reading.Of(Quantity.FromLong(2), Some.Time, "prom")));
        Assert.Equal("2", Custom());

        _table.OpenCustomFeed(FeedScope.Cluster, "other", Requests)
            .Set(new CustomSeries(Pod, "requests", Reading.Of(Quantity.FromLong(7), Some.Time, "other")));

        Assert.Equal("7", Custom());
    }

    private MetricTable Stage()
    {
        var stage = _table.Stage();
        stage.Show(null);
        return stage.Table;
    }

    private IEnumerable<string> External() => _table.FindExternal("demo", "depth", LabelSelector.Everything, Some.Time)
        .Series.Select(series => series.Reading.Value.ToString() ?? "");

    private string? Custom() => _table.FindCustom(Pod, "requests", LabelSelector.Everything, Some.Time)?.Value.ToString();
}
