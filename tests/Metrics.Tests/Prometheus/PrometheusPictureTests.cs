using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>What answers mean for a target.</summary>
public sealed class PrometheusPictureTests
{
    private static readonly SourceSettings Settings = new() { Name = "prometheus at p:1" };
    private static readonly PrometheusTarget External = new() { Metric = "m", Query = "q" };
    private static readonly PrometheusTarget Pods = External with { Of = PrometheusRun.PodsOnly.Kinds[0], NamespaceLabel = "namespace" };

    [Fact]
    public void External_NamespaceLabel_SaysWhoMayReadAndSeriesWithoutItAreNobodys()
    {
        var series = Read(External with { NamespaceLabel = "ns" }, Sample("1", ("ns", "shop")), Sample("2"));

        Assert.Equal(["shop {ns=\"shop\"} 1"], series);
    }

    [Fact]
    public void External_QueryOfANamespace_IsOfThatWhateverItsLabels()
    {
        var target = External with { NamespaceLabel = "ns", Namespace = "shop", Applied = "a=b" };

        Assert.Equal(["shop {} 1"], Read(target, Sample("1"), Sample("2", ("ns", "web"))));
    }

    [Fact]
    public void External_LabelsOfTheSource_CountBeforeThoseOfTheSeries() =>
        Assert.Equal([" {a=\"x\",b=\"1\"} 1"], Read(External, Settings with { Labels = SeriesLabels.Of(("a", "x")) }, Sample("1", ("a", "y"), ("b", "1"))));

    [Fact]
    public void External_SeriesThatTheSourcesLabelsMakeOne_AreAbsentAndNotLost() => Assert.Equal(
        [" {a=\"x\"} prometheus at p:1: several series have the same labels once those of the source are added"],
        Read(External, Settings with { Labels = SeriesLabels.Of(("a", "x")) }, Sample("1", ("a", "y")), Sample("2", ("a", "z"))));

    [Fact]
    public void WhyAbsent_NoSeriesHasTheLabelsOfTheObject_SaysWhich() => Assert.Equal(
        "no series of the answer has the labels namespace and pod, which tell the object",
        new PrometheusPicture(Pods, Settings).WhyAbsent(Answer(Sample("1", ("pod", "p")), Sample("1", ("namespace", "shop")))));

    [Fact]
    public void Custom_SourceOfANamespace_TakesPodsWithoutNamespaceForItsOwn()
    {
        var shop = Settings with { Scope = new FeedScope("shop") };
        PrometheusSample[] samples = [Sample("1", ("pod", "a")), Sample("2", ("pod", "b"), ("namespace", "shop")), Sample("3", ("pod", "c"), ("namespace", "web"))];

        var series = new PrometheusPicture(Pods, shop).Custom(Answer(samples), PrometheusRun.PodsOnly.Kinds[0], Some.Time);

        Assert.Equal(["shop/a", "shop/b"], series.Select(one => one.Of.ToString()));
    }

    [Fact]
    public void Custom_RestOfTheLabelsAndWindow_StayWithTheSeries()
    {
        var series = new PrometheusPicture(Pods with { Window = TimeSpan.FromMinutes(1) }, Settings)
            .Custom(Answer(Sample("1", ("pod", "a"), ("namespace", "shop"), ("path", "/x"))), PrometheusRun.PodsOnly.Kinds[0], Some.Time);

        Assert.Equal("{path=\"/x\"}", series.Single().Labels.ToString());
        Assert.Equal(TimeSpan.FromMinutes(1), series.Single().Reading.Window);
    }

    [Fact]
    public void Health_OfSeveralQueries_TellsTheFirstThatFails()
    {
        var works = new SourceHealth(null, Some.Time, 2, TimeSpan.FromSeconds(2));
        var fails = new SourceHealth("it answered 500", null, 0, TimeSpan.FromSeconds(1));

        Assert.Equal(new SourceHealth(null, Some.Time, 2, TimeSpan.FromSeconds(2)), PrometheusHealth.Of([works, SourceHealth.Unread], null));
        Assert.Equal(works with { Problem = "1 of 2 queries fail, the first: it answered 500", Period = TimeSpan.FromSeconds(1) }, PrometheusHealth.Of([works, fails], null));
        Assert.Equal(fails, PrometheusHealth.Of([fails, fails], null));
        Assert.Equal(SourceHealth.Unread, PrometheusHealth.Of([SourceHealth.Unread], null));
        Assert.Equal("it answered 500", PrometheusHealth.Of([works], fails).Problem);
    }

    private static PrometheusSample Sample(string value, params (string Name, string Value)[] labels) =>
        new(SeriesLabels.Of([("__name__", "up"), .. labels]), value, 0);

    private static PrometheusAnswer Answer(params PrometheusSample[] samples) => new() { IsSuccess = true, ResultType = "vector", Samples = samples };

    private static IEnumerable<string> Read(PrometheusTarget target, params PrometheusSample[] samples) => Read(target, Settings, samples);

    private static IEnumerable<string> Read(PrometheusTarget target, SourceSettings settings, params PrometheusSample[] samples) =>
        new PrometheusPicture(target, settings).External(Answer(samples), Some.Time)
            .Select(series => $"{series.Namespace} {series.Labels} {series.Reading.Absence ?? series.Reading.Value.ToString()}");
}
