using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>The source on a real Prometheus.</summary>
public sealed class PrometheusServerTests(PrometheusFixture fixture) : IClassFixture<PrometheusFixture>
{
    private const string Sum = "sum(requests{<<.LabelMatchers>>}) by (<<.GroupBy>>)";

    private PrometheusServer Server => fixture.Server;

    [PrometheusFact]
    public async Task Query_ExternalSeries_HaveTheLabelsOfTheResult()
    {
        await using var run = new PrometheusRun(Server.Url, [PrometheusRun.Rule("depth", "depth"), PrometheusRun.Rule("two", "1 + 1")]);

        await PrometheusRun.SaysAsync("3 7", () => run.External("depth"));
        await PrometheusRun.SaysAsync("2", () => run.External("two"));
        Assert.Equal("7", run.External("depth", "queue=orders"));
        Assert.Equal("", run.External("depth", "queue=none"));
        Assert.Null(run.Source.Health.Problem);
    }

    [PrometheusFact]
    public async Task Query_SelectorInATemplate_IsAppliedByTheServer()
    {
        await using var run = new PrometheusRun(Server.Url, [PrometheusRun.Rule("depth", "sum(depth{<<.LabelMatchers>>})")]);
        run.Watch("a", "ns", "depth", "queue=orders");
        run.Watch("b", "ns", "depth", "queue in (orders,mails)");
        run.Watch("c", "ns", "depth", "queue=none");

        await PrometheusRun.SaysAsync("7", () => run.External("depth", "queue=orders"));
        await PrometheusRun.SaysAsync("10", () => run.External("depth", "queue in (mails,orders)"));
        await PrometheusRun.SaysAsync("10", () => run.External("depth"));
        await PrometheusRun.SaysAsync($"prometheus at {Server.Url.Authority}: the query returned no series", () => run.External("depth", "queue=none"));
    }

    [PrometheusFact]
    public async Task Query_ObjectsOfAllNamespaces_AreToldApartByTheirLabels()
    {
        await using var run = new PrometheusRun(Server.Url, [PrometheusRun.Rule("requests", Sum) with { Of = PrometheusRun.Objects }]);
        run.Watch("a", "shop", "requests", "path=x", SeriesKind.PodMetric);

        await PrometheusRun.SaysAsync("5", () => run.Custom(PrometheusRun.Pod("shop", "web-1"), "requests"));
        await PrometheusRun.SaysAsync("4", () => run.Custom(PrometheusRun.Pod("shop", "web-1"), "requests", "path=x"));
        Assert.Equal("8", run.Custom(PrometheusRun.Pod("web", "web-1"), "requests"));
        Assert.Equal("unknown", run.Custom(PrometheusRun.Pod("shop", "web-2"), "requests"));
        Assert.Equal("5", run.Custom(new("", "Namespace", "", "shop"), "requests"));
        Assert.Equal(["depth", "requests"], run.Table.CustomMetrics().Select(metric => metric.Name).Append("depth").Distinct().Order(StringComparer.Ordinal));
    }

    [PrometheusFact]
    public async Task Query_PlainOneOfPods_IsPickedFromByLabels()
    {
        await using var run = new PrometheusRun(Server.Url, [PrometheusRun.Rule("requests", "requests") with { Of = PrometheusRun.PodsOnly }]);

        await PrometheusRun.SaysAsync("5", () => run.Custom(PrometheusRun.Pod("shop", "web-1"), "requests"));
        Assert.Equal("4", run.Custom(PrometheusRun.Pod("shop", "web-1"), "requests", "path=x"));
    }

    [PrometheusFact]
    public async Task Query_SourceOfANamespace_SeesNothingOfOthers()
    {
        var settings = new SourceSettings { Name = "s", Scope = new FeedScope("shop"), Period = TimeSpan.FromMilliseconds(100) };
        PrometheusRule[] rules = [PrometheusRun.Rule("requests", "requests") with { Of = PrometheusRun.PodsOnly }];
        await using var run = new PrometheusRun(Server.Url, rules, settings: settings);

        await PrometheusRun.SaysAsync("5", () => run.Custom(PrometheusRun.Pod("shop", "web-1"), "requests"));
        Assert.Equal("unknown", run.Custom(PrometheusRun.Pod("web", "web-1"), "requests"));
    }

    [PrometheusFact]
    public async Task Query_NothingThere_IsAbsentUnlessTheUserSaysZero()
    {
        PrometheusRule[] rules =
        [
            PrometheusRun.Rule("none", "nothing_of_this_name"),
            PrometheusRun.Rule("zero", "nothing_of_this_name") with { OnEmpty = EmptyMeaning.Zero },
            PrometheusRun.Rule("nan", "0 / (depth * 0)"),
            PrometheusRun.Rule("bad", "sum("),
        ];
        await using var run = new PrometheusRun(Server.Url, rules);
        var at = $"prometheus at {Server.Url.Authority}: ";

        await PrometheusRun.SaysAsync(at + "the query returned no series", () => run.External("none"));
        await PrometheusRun.SaysAsync("0", () => run.External("zero"));
        await PrometheusRun.SaysAsync(at + "the query's value is not a number (NaN)", () => run.External("nan"));
        await PrometheusRun.SaysAsync(
            at + "it refused the query (bad_data): invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis", () => run.External("bad"));
    }

    [PrometheusFact]
    public async Task Discovery_SeriesOfARule_AreOfferedAndQueriedOnceSomebodyAsks()
    {
        var rule = PrometheusRun.Rule("", "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)") with
        {
            Series = "{__name__=~\"requests|depth|labels\",namespace!=\"\"}",
            Naming = new SeriesNaming("^(.*)$", "found_${1}"),
            Of = PrometheusRun.PodsOnly,
        };
        await using var run = new PrometheusRun(Server.Url, [rule]);

        await PrometheusRun.SaysAsync("found_requests", () => string.Join(' ', run.Table.CustomMetrics().Select(metric => metric.Name)));
        Assert.EndsWith("it is only queried while somebody asks for it", run.Custom(PrometheusRun.Pod("shop", "web-1"), "found_requests"), StringComparison.Ordinal);
        run.Watch("a", "shop", "found_requests", "", SeriesKind.PodMetric);
        await PrometheusRun.SaysAsync("5", () => run.Custom(PrometheusRun.Pod("shop", "web-1"), "found_requests"));
    }

    [PrometheusFact]
    public async Task Query_LabelsOfAnyUnicode_AreKept()
    {
        await using var run = new PrometheusRun(Server.Url, [PrometheusRun.Rule("labels", "labels")]);

        await PrometheusRun.SaysAsync("1", () => run.External("labels"));
        var series = run.Table.FindExternal("ns", "labels", Kubernetes.LabelSelector.Everything, TimeProvider.System.GetUtcNow()).Series[0];
        Assert.Equal("ü \"漢\" \\ 😀\n", series.Labels["text"]);
    }
}
