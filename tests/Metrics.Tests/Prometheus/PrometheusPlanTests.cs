using Autoscale.Kubernetes;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>Which queries are asked for what autoscalers want.</summary>
public sealed class PrometheusPlanTests
{
    private const string Template = "sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>)";

    private static readonly FeedScope Shop = new("shop");

    [Fact]
    public void Of_TemplateOfPods_IsOneQueryForAllNamespacesAndPods() => Assert.Equal(
        ["watched: sum(a{namespace!=\"\",pod!=\"\"}) by (namespace,pod)"],
        Plan(Pods(Template), FeedScope.Cluster, ("shop", ""), ("web", "")));

    [Fact]
    public void Of_SelectorsOfSeveralAutoscalers_AreOneQueryEach() => Assert.Equal(
        [
            "watched: sum(a{path=\"x\",namespace!=\"\",pod!=\"\"}) by (namespace,pod)",
            "sum(a{namespace!=\"\",pod!=\"\"}) by (namespace,pod)",
        ],
        Plan(Pods(Template), FeedScope.Cluster, ("shop", "path=x"), ("web", "path=x")));

    [Fact]
    public void Of_SourceOfANamespace_AsksForThatAlone() => Assert.Equal(
        ["watched: sum(a{namespace=\"shop\",pod!=\"\"}) by (namespace,pod)"],
        Plan(Pods(Template), Shop, ("shop", ""), ("web", "x=y")));

    [Fact]
    public void Of_QueryThatGroupsByItself_IsAskedForEachNamespace() => Assert.Equal(
        ["watched: sum(a{namespace=\"shop\",pod!=\"\"}) by (pod)", "watched: sum(a{namespace=\"web\",pod!=\"\"}) by (pod)"],
        Plan(Pods("sum(a{<<.LabelMatchers>>}) by (pod)"), FeedScope.Cluster, ("shop", ""), ("web", "")));

    [Fact]
    public void Of_PlainQuery_IsAskedOnceWhateverTheSelectors() => Assert.Equal(
        ["watched: a"], Plan(Pods("a"), FeedScope.Cluster, ("shop", "x=y"), ("web", "")));

    [Fact]
    public void Of_NobodyLooks_IsStillAskedButNotWatched() => Assert.Equal(["a"], Plan(Pods("a"), FeedScope.Cluster));

    [Fact]
    public void Of_ExternalTemplate_IsOneQueryForEachSelector() => Assert.Equal(
        ["watched: sum(a{queue=\"orders\"}) by ()", "sum(a{__none__=\"\"}) by ()"],
        Plan(PrometheusRun.Rule("m", Template), FeedScope.Cluster, ("shop", "queue=orders"), ("web", "queue=orders")));

    [Fact]
    public void Of_ExternalTemplateOfNamespaces_IsOneQueryForEachNamespaceAndSelector() => Assert.Equal(
        ["watched: sum(a{q=\"x\",ns=\"shop\"}) by ()", "watched: sum(a{q=\"x\",ns=\"web\"}) by ()"],
        Plan(PrometheusRun.Rule("m", Template) with { NamespaceLabel = "ns" }, FeedScope.Cluster, ("shop", "q=x"), ("web", "q=x")));

    [Fact]
    public void Of_ExternalTemplateOfNamespacesThatNobodyAsks_SaysSo() => Assert.Equal(
        ["it is only queried while somebody asks for it"],
        Plan(PrometheusRun.Rule("m", Template) with { NamespaceLabel = "ns" }, FeedScope.Cluster));

    [Fact]
    public void Of_SelectorThatPromQlCannotSay_IsRefusedAlone() => Assert.Equal(
        ["watched: the selector compares the number in label x, which PromQL cannot", "sum(a{__none__=\"\"}) by ()"],
        Plan(PrometheusRun.Rule("m", Template), FeedScope.Cluster, ("shop", "x>1")));

    [Fact]
    public void Of_ObjectsOfEveryKind_AreAskedForByTheirOwnLabel()
    {
        var rule = PrometheusRun.Rule("m", Template) with { Of = PrometheusRun.Objects };

        Assert.Equal(
            [
                "sum(a{namespace=\"shop\",pod!=\"\"}) by (namespace,pod)",
                "sum(a{namespace=\"shop\"}) by (namespace)",
                "sum(a{namespace=\"shop\",deployment!=\"\"}) by (namespace,deployment)",
            ],
            Plan(rule, Shop));
    }

    [Fact]
    public void Discovered_Series_AreNamedAndDescribeTheKindsWhoseLabelsTheyHave()
    {
        var rule = PrometheusRun.Rule("", "rate(<<.Series>>{<<.LabelMatchers>>}[1m])") with
        {
            Series = "{namespace!=\"\"}",
            Of = PrometheusRun.Objects,
            Filters = [SeriesNameFilter.IsNot("^go_")],
            Naming = new SeriesNaming("^(.*)_total$", "${1}_per_second"),
        };

        var found = PrometheusMetric.Discovered(rule, [Shape("a_total", "namespace", "pod"), Shape("go_total", "namespace"), Shape("b", "pod"), Shape("c_total", "pod")]);

        Assert.Equal(["a_per_second Pod a_total", "a_per_second Namespace a_total"], found.Select(one => $"{one.Name} {one.Of?.Kind.Kind} {one.Series}"));
        Assert.All(found, one => Assert.Equal(["it is only queried while somebody asks for it"], Plan(one, FeedScope.Cluster)));
    }

    private static PrometheusRule Pods(string query) => PrometheusRun.Rule("m", query) with { Of = PrometheusRun.PodsOnly };

    private static SeriesShape Shape(string name, params string[] labels)
    {
        var shape = new SeriesShape(name);
        shape.Add(labels);
        return shape;
    }

    private static IEnumerable<string> Plan(PrometheusRule rule, FeedScope scope, params (string Namespace, string Selector)[] asked) =>
        PrometheusMetric.Named([rule]).SelectMany(metric => Plan(metric, scope, asked));

    private static IEnumerable<string> Plan(PrometheusMetric metric, FeedScope scope, params (string Namespace, string Selector)[] asked) =>
        PrometheusPlan.Of(metric, [.. asked.Select(one => new AskedSelector(one.Namespace, LabelSelector.Parse(one.Selector)))], scope)
            .Select(pair => (pair.IsWatched ? "watched: " : "") + (pair.Target.Query ?? pair.Target.Problem));
}
