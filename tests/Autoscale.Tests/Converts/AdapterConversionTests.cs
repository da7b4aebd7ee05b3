using Autoscale.Converts;
using Autoscale.Metrics.Declared;
using Autoscale.Metrics.Sources;

namespace Autoscale.Autoscale.Tests.Converts;

public sealed class AdapterConversionTests
{
    private const string Pods = """
        rules:
        - seriesQuery: 'orders_handled_total{k8s_namespace!="",k8s_pod!=""}'
          resources:
            overrides:
              k8s_namespace: {resource: namespace}
              k8s_pod: {resource: pods}
          seriesFilters:
          - isNot: "^orders_.*_bucket$"
          name:
            matches: "^(.*)_total$"
            as: "${1}_per_second"
          metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
        """;

    private const string Objects = """
        rules:
        - seriesQuery: '{__name__=~"^shop_.*",kube_namespace!=""}'
          resources: {template: "kube_<<.Resource>>"}
          metricsQuery: max(<<.Series>>{<<.LabelMatchers>>,job="it's"}) by (<<.GroupBy>>)
        """;

    private const string External = """
        externalRules:
        - seriesQuery: '{__name__="queue_lag",name!=""}'
          metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (name)
          resources: {overrides: {k8s_ns: {resource: namespace}}}
        - seriesQuery: queue_depth
          resources: {namespaced: false}
          metricsQuery: |
            sum(<<.Series>>{<<.LabelMatchers>>})
              by (name)
        """;

    [Fact]
    public void Convert_PodsMetric_AsksAsTheAdapterDoes()
    {
        var rule = Assert.Single(Converted.Rules(Pods));
        var (label, query) = Asked(rule, "Pod", "orders_handled_total", LabelMatcher.Equal(rule.Of?.NamespaceLabel ?? "", "shop"), "a-1|a-2");

        Assert.Equal("k8s_pod", label);
        Assert.Equal("sum(rate(orders_handled_total{k8s_namespace=\"shop\",k8s_pod=~\"a-1|a-2\"}[2m])) by (k8s_pod)", query);
        Assert.Equal("orders_handled_per_second", new SeriesNaming(rule.Name?.Matches, rule.Name?.As).NameOf("orders_handled_total"));
        Assert.Equal("^orders_.*_bucket$", Assert.Single(rule.Filters ?? []).IsNot);
    }

    [Fact]
    public void Convert_PodsMetric_DescribesNamespacesToo() =>
        Assert.Equal(["Namespace k8s_namespace", "Pod k8s_pod"], Converted.Rules(Pods)[0].Of?.Kinds.Select(kind => $"{kind.Kind} {kind.Label}"));

    [Fact]
    public void Convert_ObjectMetricByTemplate_AsksAsTheAdapterDoes()
    {
        var rule = Assert.Single(Converted.Rules(Objects));
        var (_, query) = Asked(rule, "Ingress", "shop_requests", LabelMatcher.Equal(rule.Of?.NamespaceLabel ?? "", "shop"), "front");

        Assert.Equal("max(shop_requests{kube_namespace=\"shop\",kube_ingress=\"front\",job=\"it's\"}) by (kube_ingress)", query);
    }

    [Fact]
    public void Convert_ExternalMetric_AsksAsTheAdapterDoes()
    {
        var rule = Converted.Rules(External)[0];
        var query = QueryTemplate.Parse(rule.Query).Expand(new QueryTerms
        {
            Series = "queue_lag",
            Matchers = [LabelMatcher.Equal("name", "orders"), LabelMatcher.Equal(rule.NamespaceLabel ?? "", "shop")],
        });

        Assert.Equal("sum(queue_lag{name=\"orders\",k8s_ns=\"shop\"}) by (name)", query);
        Assert.Null(rule.Of);
    }

    [Fact]
    public void Convert_ExternalMetricOfAllNamespaces_HasNoNamespaceLabel()
    {
        var rule = Converted.Rules(External)[1];

        Assert.Null(rule.NamespaceLabel);
        Assert.Equal("sum(<<.Series>>{<<.LabelMatchers>>})\n  by (name)", rule.Query);
    }

    [Theory]
    [InlineData(Pods)]
    [InlineData(Objects)]
    [InlineData(External)]
    public async Task Convert_Anything_CanBeApplied(string configuration)
    {
        Assert.Empty(await Converted.ProblemsAsync(Converted.Text(configuration)));
        Assert.Empty(await Converted.ProblemsAsync(Converted.Text(configuration, Converted.Target with { Namespace = "shop" })));
    }

    [Fact]
    public void Convert_ConfigMap_IsWhatItHolds()
    {
        var map = $"""
            apiVersion: v1
            kind: List
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {"{"}name: adapter-config{"}"}
            data:
              notes.txt: "a: b"
              config.yaml: |
            {string.Join('\n', Pods.Split('\n').Select(line => "    " + line))}
            """;

        Assert.Equal(Converted.Rules(Pods).Select(rule => rule.Query), Converted.Rules(map).Select(rule => rule.Query));
    }

    [Fact]
    public void Convert_HelmValues_HasTheirRulesAndServer()
    {
        const string values = """
            replicas: 2
            prometheus: {url: http://prometheus.monitoring.svc, port: 8080, path: /prom}
            rules:
              custom:
              - seriesQuery: up
                resources: {overrides: {pod: {resource: pod}}}
                metricsQuery: up{<<.LabelMatchers>>}
              external:
              - seriesQuery: lag
                metricsQuery: max(lag)
            """;

        var text = Converted.Text(values, Converted.Target with { Url = null });

        Assert.Equal("http://prometheus.monitoring.svc:8080/prom", Converted.Read(text).Spec.Prometheus?.Url);
        Assert.Equal(["up", "lag"], Converted.Read(text).Spec.Prometheus?.Discover?.Select(rule => rule.Series));
        Assert.Contains("# Note: rules.default: ", text, StringComparison.Ordinal);
        Assert.Contains("# rules.external[0]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_WithoutCounterpart_IsSaidInComments()
    {
        const string configuration = """
            rules:
            - seriesQuery: cheddar
              resources: {overrides: {brand: {group: cheese.io, resource: brand}}}
              metricsQuery: count(cheddar{<<.LabelMatchers>>})
              labelValueReplacements: [{find: a, replace: b}]
            resourceRules: {cpu: {containerLabel: container}}
            """;

        var text = Converted.Text(configuration);

        Assert.Contains("# Note: resourceRules have no counterpart", text, StringComparison.Ordinal);
        Assert.Contains("# Note: labelValueReplacements have no counterpart", text, StringComparison.Ordinal);
        Assert.Contains("# Note: not built in, so see whether kind, resource and namespaced are right: Brand", text, StringComparison.Ordinal);
        Assert.Equal(
            new AssociatedKind { Group = "cheese.io", Kind = "Brand", Resource = "brands", Namespaced = true, Label = "brand" },
            Assert.Single(Converted.Read(text).Spec.Prometheus?.Discover?[0].Of?.Kinds ?? []));
    }

    [Fact]
    public void Convert_ObjectsWithoutNamespaceForANamespacedSource_AreLeftOut()
    {
        const string configuration = """
            rules:
            - seriesQuery: up
              resources: {overrides: {node: {resource: node}, pod: {resource: pod}}}
              metricsQuery: up{<<.LabelMatchers>>}
            """;

        var text = Converted.Text(configuration, Converted.Target with { Namespace = "shop" });

        Assert.Contains("so these are left out: Node", text, StringComparison.Ordinal);
        Assert.DoesNotContain("kind: Node", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_NothingButResourceRules_IsOnlyComments() =>
        Assert.All(Converted.Text("resourceRules: {}").TrimEnd().Split('\n')[1..], line => Assert.StartsWith("#", line, StringComparison.Ordinal));

    [Fact]
    public void Convert_MoreRulesThanASourceTakes_AreSeveralSources()
    {
        var rules = string.Concat(Enumerable.Range(0, 101).Select(_ => "- {seriesQuery: up, metricsQuery: up, resources: {namespaced: false}}\n"));

        var text = Converted.Text($"externalRules:\n{rules}");

        Assert.Equal(2, text.Split("---\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("name: prometheus-adapter-2\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules: [{metricsQuery: up, resources: {template: <<.Resource>>}}]", "adapter.yaml: rules[0].seriesQuery: must be a series selector of PromQL")]
    [InlineData("rules: [{seriesQuery: up, resources: {template: <<.Resource>>}}]", "adapter.yaml: rules[0].metricsQuery: the query is empty")]
    [InlineData("rules: [{seriesQuery: up, metricsQuery: up}]", "adapter.yaml: rules[0].resources: must say in overrides or by a template which labels name objects")]
    [InlineData("externalRules: [{seriesQuery: up, metricsQuery: \"<<range .GroupBySlice>>\"}]", "adapter.yaml: externalRules[0].metricsQuery: the query has a part that is not understood: <<range .GroupBySlice>>")]
    [InlineData("externalRules: [{seriesQuery: up, metricsQuery: up, name: {matches: \"(a)(b)\"}}]", "adapter.yaml: externalRules[0].name: (a)(b) has several groups, so it must be said what the metric is named as")]
    [InlineData("externalRules: [{seriesQuery: up, metricsQuery: up, seriesFilters: [{is: a, isNot: b}, null]}]", "adapter.yaml: externalRules[0].seriesFilters[0]: must have either is or isNot\nadapter.yaml: externalRules[0].seriesFilters[1]: must have either is or isNot")]
    [InlineData("rules: [{seriesQuery: up, metricsQuery: up, resources: {template: \"<<.Resource | quote>>\"}}]", "adapter.yaml: rules[0].resources.template: holds more than <<.Group>> and <<.Resource>>")]
    [InlineData("rules: [{seriesQuery: up, metricsQuery: up, resources: {overrides: {a-b: {resource: pod}}}}]", "adapter.yaml: rules[0]: spec.prometheus.discover[0].of.kinds[0].label: ")]
    public void Convert_WrongRule_SaysFileRuleAndField(string configuration, string problem) =>
        Assert.StartsWith(problem, Converted.Text(configuration), StringComparison.Ordinal);

    [Theory]
    [InlineData("rules: [{seriesQuery: up, metricQuery: up}]", "adapter.yaml: rules[0].metricQuery: prometheus-adapter has no such field")]
    [InlineData("rules: [{seriesQuery: [up]}]", "adapter.yaml: rules[0].seriesQuery: is not of the type that it must be")]
    [InlineData("a: b", "adapter.yaml: holds no configuration of prometheus-adapter: ")]
    [InlineData("", "adapter.yaml: holds no configuration of prometheus-adapter: ")]
    [InlineData("rules: [", "adapter.yaml: error converting YAML to JSON: ")]
    [InlineData("- rules", "adapter.yaml: holds no configuration of prometheus-adapter: ")]
    public void Convert_NoConfiguration_SaysWhy(string text, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<FormatException>(() => Converted.Text(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("a'b\"c\\d: #e")]
    [InlineData("tab\there\nand \u2028 \ud83d\ude00 {{x}}")]
    [InlineData(" - * & ! % @ `")]
    [InlineData("~")]
    public void Of_AnyText_IsReadAsItWasWritten(string text)
    {
        var rule = new DiscoveryRule { Series = text, Query = "up" };
        var source = new ConvertedSource("file", "name", "http://a", [new ConvertedRule("rules[0]", rule, [text])], [text]);

        Assert.Equal(text, Converted.Read(SourceText.Of(source, null)).Spec.Prometheus?.Discover?[0].Series);
    }

    // As prometheus-adapter asks for one or several objects of a kind: all of one namespace.
    private static (string? Label, string Query) Asked(DiscoveryRule rule, string kind, string series, LabelMatcher matcher, string names)
    {
        var label = rule.Of?.Kinds.Single(one => one.Kind == kind).Label ?? "";
        var objects = names.Contains('|', StringComparison.Ordinal) ? new LabelMatcher(label, $"{label}=~{LabelMatcher.Quote(names)}", names) : LabelMatcher.Equal(label, names);
        var terms = new QueryTerms { Series = series, Matchers = [matcher, objects], GroupBy = [label] };
        return (label, QueryTemplate.Parse(rule.Query).Expand(terms));
    }
}
