using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Tests;

public sealed class CustomFeedTests
{
    private static readonly DescribedKind Services = new("", "Service", "services", true);
    private static readonly ObjectKey Main = new("", "Service", "ns", "main");

    private readonly MetricTable _table = new();
    private readonly List<SeriesKey> _moved = [];
    private readonly CustomFeed _feed;

    public CustomFeedTests()
    {
        _feed = _table.OpenCustomFeed(FeedScope.Cluster, "prom", new(Services, "hits"), new(DescribedKind.Pod, "hits"));
        _table.Subscribe(_moved.AddRange);
    }

    [Fact]
    public void FindCustom_BeforeTheFirstPicture_IsAbsentAndSaysSo() => Assert.Equal("prom has not been read yet", Find()?.Absence);

    [Fact]
    public void FindCustom_MetricOrKindOfNoSource_IsUnknown()
    {
        _feed.Replace([Of(7)]);

        Assert.Null(_table.FindCustom(Main, "misses", LabelSelector.Everything, Some.Time));
        Assert.Null(_table.FindCustom(Main with { Kind = "Ingress" }, "hits", LabelSelector.Everything, Some.Time));
        Assert.Null(_table.FindCustom(Main with { Name = "other" }, "hits", LabelSelector.Everything, Some.Time));
    }

    [Fact]
    public void Set_SameValueAgain_MovesOnce()
    {
        _feed.Set(Of(7));
        _feed.Set(new CustomSeries(Main, "hits", Reading.Of(Quantity.Parse("7000m"), Some.Time.AddSeconds(1), "prom")));

        Assert.Equal(7, Find()?.Value?.Value);
        Assert.Equal(new(SeriesKind.ObjectMetric, "ns", "hits", SeriesLabels.Of(("kind", "Service"), ("name", "main"))), Assert.Single(_moved));
    }

    [Fact]
    public void FindCustom_SeveralSeriesMatch_IsTheirSum()
    {
        _feed.Replace([Of(7, ("path", "a")), Of(5, ("path", "b")), Of(3, ("path", "c"))]);

        Assert.Equal(15, Find()?.Value?.Value);
        Assert.Equal(12, Find("path in (a,b)")?.Value?.Value);
        Assert.Equal(7, Find("path=a")?.Value?.Value);
        Assert.Null(Find("path=d"));
    }

    [Fact]
    public void FindCustom_OneOfSeveralIsAbsent_IsAbsent()
    {
        _feed.Replace([Of(7, ("path", "a")), Of(0, ("path", "b")) with { Reading = Reading.Absent("no data", Some.Time, "prom") }]);

        Assert.Equal("no data", Find()?.Absence);
        Assert.Equal(7, Find("path=a")?.Value?.Value);
    }

    [Fact]
    public void FindCustom_SelectorAppliedByTheSource_AnswersThatSelectorAlone()
    {
        _feed.Replace([Of(10) with { Applied = "" }, Of(4) with { Applied = "path!=a" }]);

        Assert.Equal(10, Find()?.Value?.Value);
        Assert.Equal(4, Find("path!=a")?.Value?.Value);
        Assert.Null(Find("path!=b"));
    }

    [Fact]
    public void Fail_UnknownObject_IsAbsentWithTheReasonSinceTheFirstFailure()
    {
        _feed.Fail("connection refused", Some.Time);
        _feed.Fail("timed out", Some.Time.AddSeconds(1));

        var reading = Find();

        Assert.Equal(("timed out", Some.Time), (reading?.Absence, reading?.Time));
        Assert.Null(reading?.Value);
    }

    [Fact]
    public void Fail_KnownObject_IsAbsentUntilItIsSetAgain()
    {
        _feed.Set(Of(7));
        _feed.Fail("connection refused", Some.Time);
        Assert.Equal("connection refused", Find()?.Absence);

        _feed.Set(Of(7));

        Assert.Equal(7, Find()?.Value?.Value);
        Assert.Equal(3, _moved.Count);
    }

    [Fact]
    public void Replace_ObjectLeftOut_IsGoneAndMoved()
    {
        _feed.Replace([Of(7), new CustomSeries(Main with { Name = "b" }, "hits", Reading.Of(Quantity.FromLong(1), Some.Time, "prom"))]);
        _moved.Clear();

        _feed.Replace([Of(7)]);

        Assert.Equal("b", Assert.Single(_moved).Labels?["name"]);
        Assert.Null(_table.FindCustom(Main with { Name = "b" }, "hits", LabelSelector.Everything, Some.Time));
    }

    [Fact]
    public void Remove_OneOfTwoSeriesOfAnObject_LeavesTheOther()
    {
        var gone = Of(5, ("path", "b"));
        _feed.Replace([Of(7, ("path", "a")), gone]);

        _feed.Remove([gone.Key]);

        Assert.Equal(7, Find()?.Value?.Value);
    }

    [Fact]
    public void FindCustom_NamespaceHasItsOwnSource_ThatOneAnswersAlone()
    {
        _feed.Replace([Of(7), Of(7) with { Of = Main with { Namespace = "other" } }]);
        var own = _table.OpenCustomFeed(new FeedScope("ns"), "own", new CustomMetric(Services, "hits"));

        Assert.Equal("own has not been read yet", Find()?.Absence);
        own.Replace([Of(1)]);
        Assert.Equal(1, Find()?.Value?.Value);
        Assert.Equal(7, _table.FindCustom(Main with { Namespace = "other" }, "hits", LabelSelector.Everything, Some.Time)?.Value?.Value);

        _table.CloseCustomFeed(own);
        Assert.Equal(7, Find()?.Value?.Value);
    }

    [Fact]
    public void FindCustom_NamespaceItself_IsDescribedByItsOwnSource()
    {
        var shop = new ObjectKey("", "Namespace", "", "shop");
        var own = _table.OpenCustomFeed(new FeedScope("shop"), "own", new CustomMetric(DescribedKind.Namespace, "orders"));

        own.Set(new CustomSeries(shop, "orders", Reading.Of(Quantity.FromLong(3), Some.Time, "own")));

        Assert.Equal(3, _table.FindCustom(shop, "orders", LabelSelector.Everything, Some.Time)?.Value?.Value);
        Assert.Null(_table.FindCustom(shop with { Name = "other" }, "orders", LabelSelector.Everything, Some.Time));
    }

    [Fact]
    public void CustomMetrics_OfANamespace_AreThoseItMayRead()
    {
        _table.OpenCustomFeed(new FeedScope("shop"), "own", new CustomMetric(Services, "sales"), new CustomMetric(Services, "hits"));

        Assert.Equal(["pods/hits", "services/hits"], Names("ns"));
        Assert.Equal(["pods/hits", "services/hits", "services/sales"], Names("shop"));
        Assert.Equal(["pods/hits", "services/hits", "services/sales"], Names(null));
    }

    private IEnumerable<string> Names(string? @namespace) =>
        _table.CustomMetrics(@namespace).Select(metric => $"{metric.Kind.Resource}/{metric.Name}");

    private static CustomSeries Of(long value, params (string Name, string Value)[] labels) =>
        new(Main, "hits", Reading.Of(Quantity.FromLong(value), Some.Time, "prom")) { Labels = SeriesLabels.Of(labels) };

    private Reading? Find(string selector = "") => _table.FindCustom(Main, "hits", LabelSelector.Parse(selector), Some.Time);
}
