using Autoscale.Kubernetes;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>Templates as users of prometheus-adapter have them.</summary>
public sealed class QueryTemplateTests
{
    private static readonly QueryTerms Terms = new()
    {
        Series = "http_requests_total",
        Matchers = [LabelMatcher.Present("namespace"), LabelMatcher.Equal("pod", "web-1")],
        GroupBy = ["namespace", "pod"],
    };

    [Theory]
    [InlineData("up", "up")]
    [InlineData(
        "sum(rate(<<.Series>>{<<.LabelMatchers>>,container!=\"POD\"}[2m])) by (<<.GroupBy>>)",
        "sum(rate(http_requests_total{namespace!=\"\",pod=\"web-1\",container!=\"POD\"}[2m])) by (namespace,pod)")]
    [InlineData("<< .Series >>", "http_requests_total")]
    [InlineData("x == 1 \n<<- .Series ->>\n", "x == 1http_requests_total")]
    [InlineData("<<index .GroupBySlice 1>>/<<index .GroupBySlice 7>>", "pod/")]
    [InlineData("a{p=~\"<<.LabelValuesByName.pod>>\",n=~'<<index .LabelValuesByName \"namespace\">>'}", "a{p=~\"web-1\",n=~'.+'}")]
    [InlineData("\n  up\n", "up")]
    public void Expand_EveryField_IsFilledIn(string template, string expected) =>
        Assert.Equal(expected, QueryTemplate.Parse(template).Expand(Terms));

    [Fact]
    public void Expand_NoMatchers_LeavesNoCommaAlone() =>
        Assert.Equal("a{__none__=\"\",b=\"c\"}", QueryTemplate.Parse("a{<<.LabelMatchers>>,b=\"c\"}").Expand(new QueryTerms()));

    [Fact]
    public void Expand_ValueWithQuotes_CannotLeaveItsString()
    {
        var terms = new QueryTerms { Matchers = [LabelMatcher.Equal("pod", "\"}) or vector(1) #\n")] };

        Assert.Equal("a{pod=\"\\\"}) or vector(1) #\\n\"}", QueryTemplate.Parse("a{<<.LabelMatchers>>}").Expand(terms));
        Assert.Equal("a{pod=\"\\\"}) or vector(1) #\\n\"}", QueryTemplate.Parse("a{pod=\"<<.LabelValuesByName.pod>>\"}").Expand(terms));
    }

    [Theory]
    [InlineData("  ", "the query is empty")]
    [InlineData("<<.Nothing>>", "the query has a part that is not understood: <<.Nothing>>")]
    [InlineData("a<<range .GroupBySlice>>", "the query has a part that is not understood: <<range .GroupBySlice>>")]
    [InlineData("a{<<.LabelMatchers}", "the query has a part that does not end: <<.LabelMatchers}")]
    public void Parse_NotUnderstood_SaysWhichPart(string template, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => QueryTemplate.Parse(template)).Message);

    [Theory]
    [InlineData("sum(a) by (pod)", false, false)]
    [InlineData("sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>)", true, true)]
    [InlineData("sum(a{<<.LabelMatchers>>}) by (pod)", true, false)]
    [InlineData("sum(a{n=\"<<.LabelValuesByName.namespace>>\"}) by (<<.GroupBy>>)", true, false)]
    public void Parse_Fields_SayHowItMustBeAsked(string template, bool usesMatchers, bool coversAll)
    {
        var parsed = QueryTemplate.Parse(template);

        Assert.Equal((usesMatchers, coversAll), (parsed.UsesMatchers, parsed.CoversAllNamespaces));
    }

    [Theory]
    [InlineData("a=b.c", "a=\"b.c\"")]
    [InlineData("a!=b", "a!=\"b\"")]
    [InlineData("a in (c.d,b)", "a=~\"b|c\\\\.d\"")]
    [InlineData("a notin (b,c)", "a!~\"b|c\"")]
    [InlineData("a", "a!=\"\"")]
    [InlineData("!a", "a=\"\"")]
    public void Matcher_EveryOperator_TakesValuesLiterally(string selector, string expected) =>
        Assert.Equal(expected, LabelMatcher.Of(LabelSelector.Parse(selector).Requirements[0]).Text);

    [Theory]
    [InlineData("a>1", "the selector compares the number in label a, which PromQL cannot")]
    [InlineData("app.kubernetes.io/name=x", "the selector asks for app.kubernetes.io/name, which no label of Prometheus is called")]
    public void Matcher_WhatPromQlCannotSay_IsRefused(string selector, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => LabelMatcher.Of(LabelSelector.Parse(selector).Requirements[0])).Message);
}
