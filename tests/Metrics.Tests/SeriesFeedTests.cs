using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Tests;

public sealed class SeriesFeedTests
{
    private readonly MetricTable _table = new();
    private readonly List<SeriesKey> _moved = [];
    private readonly SeriesFeed _feed;

    public SeriesFeedTests()
    {
        _feed = _table.OpenFeed("broker", "depth");
        _table.Subscribe(_moved.AddRange);
    }

    [Fact]
    public void FindExternal_BeforeTheFirstPicture_SaysSo() =>
        Assert.Equal("broker has not been read yet", Find("q=a").Absence);

    [Fact]
    public void FindExternal_MetricOfNoSource_IsNotFound() =>
        Assert.Equal("the server could not find the metric width for namespaces", _table.FindExternal("ns", "width", LabelSelector.Everything, Some.Time).Absence);

    [Fact]
    public void FindExternal_NoSeriesMatches_IsAnEmptyAnswerWithoutReason()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);

        var answer = Find("q=b");

        Assert.Null(answer.Absence);
        Assert.Empty(answer.Series);
    }

    [Theory]
    [InlineData("q=a", 1)]
    [InlineData("q=a,zone=x", 1)]
    [InlineData("q in (a,b)", 2)]
    [InlineData("q!=a", 1)]
    [InlineData("zone", 2)]
    [InlineData("", 2)]
    [InlineData("q=a,zone=y", 0)]
    public void FindExternal_Selector_PicksAsOnLabels(string selector, int count)
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"), ("zone", "x")), Some.Series("depth", 6, ("q", "b"), ("zone", "x"))]);

        Assert.Equal(count, Find(selector).Series.Count);
    }

    [Fact]
    public void FindExternal_SeriesOfAnotherNamespace_IsNotSeen()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a")) with { Namespace = "other" }]);

        Assert.Empty(Find("q=a").Series);
        Assert.Single(_table.FindExternal("other", "depth", LabelSelector.Parse("q=a"), Some.Time).Series);
    }

    [Fact]
    public void Fail_KnownSeries_AreAbsentWithTheReasonAndMoveOnce()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);
        _moved.Clear();

        _feed.Fail("connection refused", Some.Time);
        _feed.Fail("timed out", Some.Time);

        Assert.Equal("timed out", Find("q=a").Absence);
        Assert.Single(_moved);
    }

    [Fact]
    public void Fail_Again_KeepsSinceWhen()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);

        _feed.Fail("down", Some.Time.AddSeconds(1));
        _feed.Fail("still down", Some.Time.AddSeconds(2));

        var slot = Assert.Single(_feed.Index.Candidates("depth", LabelSelector.Everything));
        Assert.Equal(("still down", Some.Time.AddSeconds(1)), (slot.Series.Reading.Absence, slot.Series.Reading.Time));
    }

    [Fact]
    public void Fail_ThenReplaceWithTheSameValue_MovesAgain()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);
        _feed.Fail("connection refused", Some.Time);
        _moved.Clear();

        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);

        Assert.Equal(5, Assert.Single(Find("q=a").Series).Reading.Value?.Value);
        Assert.Single(_moved);
    }

    [Fact]
    public void FindExternal_OneOfTwoMatchesIsAbsent_IsAbsent()
    {
        var lost = Some.Series("depth", 0, ("q", "b")) with { Reading = Reading.Absent("b is down", Some.Time, "broker") };
        _feed.Replace([Some.Series("depth", 5, ("q", "a")), lost]);

        Assert.Equal("b is down", Find("q in (a,b)").Absence);
        Assert.Null(Find("q=a").Absence);
    }

    [Fact]
    public void FindExternal_AnotherSourceNeverWorked_DoesNotHideWhatThisOneHas()
    {
        _table.OpenFeed("other broker", "depth").Fail("wrong password", Some.Time);
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);

        Assert.Single(Find("q=a").Series);
        Assert.Equal("wrong password", Find("q=b").Absence);
    }

    [Fact]
    public void Replace_SeriesLeftOut_IsGoneAndMoved()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a")), Some.Series("depth", 6, ("q", "b"))]);
        _moved.Clear();

        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);

        Assert.Empty(Find("q=b").Series);
        Assert.Equal("b", Assert.Single(_moved).Labels?["q"]);
    }

    [Fact]
    public void Set_ZeroAfterAbsence_IsAValue()
    {
        _feed.Fail("down", Some.Time);

        _feed.Set(Some.Series("depth", 0, ("q", "a")));

        Assert.Equal(0, Assert.Single(Find("q=a").Series).Reading.Value?.Value);
    }

    [Fact]
    public void CloseFeed_LastOne_NobodyServesTheMetric()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);

        _table.CloseFeed(_feed);

        Assert.Equal(AbsenceTexts.NoExternalMetrics("depth"), Find("q=a").Absence);
    }

    [Fact]
    public void FindExternal_NamespaceHasItsOwnSource_ThatOneAnswersAlone()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a"))]);
        var own = _table.OpenFeed(new FeedScope("ns"), "own", "depth");
        own.Fail("wrong password", Some.Time);

        Assert.Equal("wrong password", Find("q=a").Absence);
        own.Replace([Some.Series("depth", 1, ("q", "b"))]);
        Assert.Empty(Find("q=a").Series);
        Assert.Single(_table.FindExternal("other", "depth", LabelSelector.Parse("q=a"), Some.Time).Series);

        _table.CloseFeed(own);
        Assert.Single(Find("q=a").Series);
    }

    [Fact]
    public void Replace_SourceOfOneNamespace_MovesSeriesOfThatNamespace()
    {
        _table.OpenFeed(new FeedScope("ns"), "own", "width").Replace([Some.Series("width", 1, ("q", "b"))]);

        Assert.Equal("ns", Assert.Single(_moved).Namespace);
        Assert.Equal(["depth"], _table.ExternalMetrics("other"));
        Assert.Equal(["depth", "width"], _table.ExternalMetrics("ns"));
        Assert.Equal(["depth", "width"], _table.ExternalMetrics());
    }

    [Fact]
    public void Replace_OnlyValuesMove_MakesNoIndexAnew()
    {
        _feed.Replace([Some.Series("depth", 5, ("q", "a")), Some.Series("depth", 6, ("q", "b"))]);
        var before = _feed.Index.Candidates("depth", LabelSelector.Everything);

        _feed.Replace([Some.Series("depth", 7, ("q", "b")), Some.Series("depth", 8, ("q", "a"))]);

        Assert.Same(before, _feed.Index.Candidates("depth", LabelSelector.Everything));
    }

    private ExternalAnswer Find(string selector) => _table.FindExternal("ns", "depth", LabelSelector.Parse(selector), Some.Time);
}
