using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Tests.Control;

public sealed class MetricReaderTests
{
    private const string Prefix = "unable to fetch metrics from custom metrics API: ";

    private static readonly DescribedKind Services = new("", "Service", "services", true);
    private static readonly DescribedKind Ingresses = new("networking.k8s.io", "Ingress", "ingresses", true);

    private readonly MetricTable _table = new();
    private readonly CustomFeed _feed;

    public MetricReaderTests() =>
        _feed = _table.OpenCustomFeed(FeedScope.Cluster, "prom", new(DescribedKind.Pod, "hits"), new(Services, "hits"), new(Ingresses, "hits"));

    [Fact]
    public void ReadAll_PodsMetric_SumsWhatTheSelectorPicksOfEachPod()
    {
        _feed.Replace([OfPod("p0", 3, "a"), OfPod("p0", 4, "b"), OfPod("p1", 5, "a")]);

        Assert.Equal([7_000L, 5_000L, 0L], Read(Pods(null)).OfPods.Select(sample => sample.Milli));
        Assert.Equal([4_000L, 0L, 0L], Read(Pods("b")).OfPods.Select(sample => sample.Milli));
        Assert.Equal([true, false, false], Read(Pods("b")).OfPods.Select(sample => sample.Exists));
    }

    [Fact]
    public void ReadAll_PodsMetricPastItsLifetime_IsAFailureWithTheReason()
    {
        _feed.Set(OfPod("p0", 3, "a") with { Reading = Of(3) with { ExpiresAt = Some.Now.AddSeconds(10) } });

        Assert.Equal(3_000, Read(Pods(null)).OfPods[0].Milli);
        Assert.Equal(
            "unable to fetch metrics from custom metrics API: prom last reported it at 2026-11-20T12:00:00Z, valid for 10 s",
            Read(Pods(null), Some.Now.AddSeconds(10)).Error);
    }

    [Fact]
    public void ReadAll_SourceFailedBeforeItKnewAnything_IsAFailureWithTheReasonForEveryKind()
    {
        _feed.Fail("prom: 401 Unauthorized", Some.Now);

        const string Text = "unable to fetch metrics from custom metrics API: prom: 401 Unauthorized";
        Assert.Equal([Text, Text], new[] { Pods(null), OfObject("v1", "Service", null) }.Select(metric => Read(metric).Error));
    }

    [Fact]
    public void ReadAll_ObjectMetric_GoesByGroupKindNameAndSelector()
    {
        _feed.Replace(
        [
            new(new("", "Service", "ns", "main"), "hits", Of(1)) { Labels = SeriesLabels.Of(("path", "a")) },
            new(new("", "Service", "ns", "main"), "hits", Of(2)) { Labels = SeriesLabels.Of(("path", "b")) },
            new(new("networking.k8s.io", "Ingress", "ns", "main"), "hits", Of(9)),
        ]);

        Assert.Equal([3_000L], Read(OfObject("v1", "Service", null)).Series);
        Assert.Equal([2_000L], Read(OfObject("v1", "Service", "b")).Series);
        Assert.Equal([9_000L], Read(OfObject("networking.k8s.io/v1", "Ingress", null)).Series);
    }

    [Theory]
    [InlineData("v1", "Service", null, "hits for services main")]
    [InlineData("v1", "Service", "c", "hits for services main with selector path=c")]
    [InlineData("networking.k8s.io/v1", "Ingress", null, "hits for ingresses.networking.k8s.io main")]
    [InlineData("example.com/v1", "Policy", null, "hits for policies.example.com")]
    public void ReadAll_ObjectWithoutTheMetric_IsRefusedAsCustomMetricsServersDo(string version, string kind, string? path, string what)
    {
        _feed.Replace([]);

        Assert.Equal($"{Prefix}the server could not find the metric {what}", Read(OfObject(version, kind, path)).Error);
    }

    [Fact]
    public void ReadAll_PodsWithoutTheMetric_IsRefusedWhereNobodyServesItAndEmptyOtherwise()
    {
        _feed.Replace([]);
        Assert.Equal("no metrics returned from custom metrics API", Read(Pods(null)).Error);

        _table.CloseCustomFeed(_feed);
        Assert.Equal(Prefix + "no custom metrics API (custom.metrics.k8s.io) registered", Read(Pods(null)).Error);

        _table.OpenCustomFeed(FeedScope.Cluster, "other", new CustomMetric(DescribedKind.Pod, "else")).Replace([]);
        Assert.Equal(Prefix + "the server could not find the metric hits for pods", Read(Pods(null)).Error);
    }

    [Fact]
    public void ReadAll_NodeOfThePodsFailed_IsAFailureWithItsReason()
    {
        _table.FailNode("n2", "node n2: Connection refused");
        const string None = "no metrics returned from resource metrics API";
        const string Refused = "unable to fetch metrics from resource metrics API: node n2: Connection refused";

        Assert.Equal([None, None, Refused], new[] { null, "n1", "n2" }.Select(node => ReadCpuOn(node).Error));
    }

    [Fact]
    public void ReadAll_NodeOfSomePodsFailed_LeavesTheOthers()
    {
        _table.FailNode("n2", "node n2: Connection refused");
        _table.ReplaceNode(new NodePicture("n1", null, [new("ns", "p0", Some.Now, TimeSpan.FromSeconds(15), [new("app", Quantity.Parse("1"), Quantity.Parse("1Gi"))])]));

        var reading = ReadCpuOn("n1", "n2");

        Assert.Null(reading.Error);
        Assert.Equal([true, false], reading.OfPods.Select(sample => sample.Exists));
    }

    private MetricReading ReadCpuOn(params string?[] nodes) => new MetricReader(_table).ReadAll(
        HpaPlan.Of(Some.Spec(Some.Cpu())), "ns", [.. nodes.Select((node, i) => OnNode($"p{i}", node))], Some.Now)[0];

    private static PodEntry<PodTraits> OnNode(string name, string? node)
    {
        var pod = Some.Pod(name);
        return PodTraits.EntryOf(pod with { Spec = pod.Spec with { NodeName = node } });
    }

    private static Reading Of(long value) => Reading.Of(Quantity.FromLong(value), Some.Now, "prom");

    private static CustomSeries OfPod(string name, long value, string path) =>
        new(new("", "Pod", "ns", name), "hits", Of(value)) { Labels = SeriesLabels.Of(("path", path)) };

    private static MetricIdentifier Identifier(string? path) => new()
    {
        Name = "hits",
        Selector = path is null ? null : new() { MatchLabels = new Dictionary<string, string> { ["path"] = path } },
    };

    private static MetricSpec Pods(string? path) => new()
    {
        Type = "Pods",
        Pods = new() { Metric = Identifier(path), Target = new() { Type = "AverageValue", AverageValue = Quantity.FromLong(1) } },
    };

    private static MetricSpec OfObject(string version, string kind, string? path) => new()
    {
        Type = "Object",
        Object = new()
        {
            DescribedObject = new() { ApiVersion = version, Kind = kind, Name = "main" },
            Metric = Identifier(path),
            Target = new() { Type = "Value", Value = Quantity.FromLong(1) },
        },
    };

    private MetricReading Read(MetricSpec metric, DateTimeOffset? now = null) =>
        new MetricReader(_table).ReadAll(HpaPlan.Of(Some.Spec(metric)), "ns", [.. Some.Pods(3)], now ?? Some.Now)[0];
}
