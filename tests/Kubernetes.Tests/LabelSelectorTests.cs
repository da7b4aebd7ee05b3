using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Tests;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Web = new() { ["app"] = "web", ["tier"] = "front", ["rank"] = "7" };

    [Theory]
    [InlineData("")]
    [InlineData("app=web")]
    [InlineData("app==web,tier!=back")]
    [InlineData("app in (web, api),tier")]
    [InlineData("app notin (api),!missing")]
    [InlineData("missing notin (api)")]
    [InlineData("missing!=x")]
    [InlineData("rank>6,rank<8")]
    public void Matches_SatisfiedSelector_IsTrue(string text) => Assert.True(LabelSelector.Parse(text).Matches(Web));

    [Theory]
    [InlineData("app=api")]
    [InlineData("app=web,tier=back")]
    [InlineData("app notin (web,api)")]
    [InlineData("!app")]
    [InlineData("missing")]
    [InlineData("missing in (x)")]
    [InlineData("rank>7")]
    [InlineData("app>1")]
    public void Matches_UnsatisfiedSelector_IsFalse(string text)
    {
        Assert.False(LabelSelector.Parse(text).Matches(Web));
        Assert.False(LabelSelector.Parse(text).Matches(key => Web.GetValueOrDefault(key)));
    }

    [Theory]
    [InlineData(" z = 1 , a in ( c,b ) ,!m,k ", "a in (b,c),k,!m,z=1")]
    [InlineData("x in (foo,,baz),y,z notin ()", "x in (,baz,foo),y,z notin ()")]
    [InlineData("a in (,)", "a in ()")]
    [InlineData("a=,b!=", "a=,b!=")]
    [InlineData("in=notin", "in=notin")]
    [InlineData("a=in", "a=in")]
    public void Parse_AnyForm_GivesCanonicalText(string text, string canonical) =>
        Assert.Equal(canonical, LabelSelector.Parse(text).ToString());

    [Theory]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData(",a", "found ',', expected: !, identifier, or 'end of string'")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'")]
    [InlineData("a in (=", "unable to parse requirement: found '=', expected: ',', ')' or identifier")]
    [InlineData("a in (,=", "unable to parse requirement: found '=', expected: ',', or identifier")]
    [InlineData("a=)", "unable to parse requirement: found ')', expected: identifier")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer")]
    public void TryParse_Malformed_SaysWhatKubernetesSays(string text, string expected)
    {
        Assert.False(LabelSelector.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void TryParse_BadKeyAndBadValue_NamesPathAndRule()
    {
        Assert.False(LabelSelector.TryParse("-a=b", out _, out var keyError));
        Assert.False(LabelSelector.TryParse("a=-b", out _, out var valueError));

        Assert.StartsWith("unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of", keyError, StringComparison.Ordinal);
        Assert.StartsWith("unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be", valueError, StringComparison.Ordinal);
    }

    [Fact]
    public void From_Null_MatchesNothingAndEmptyMatchesAll()
    {
        Assert.False(LabelSelector.From(null).Matches(Web));
        Assert.True(LabelSelector.From(new()).Matches(Web));
        Assert.True(LabelSelector.From(new()).Matches((IReadOnlyDictionary<string, string>?)null));
        Assert.Equal("<none>", LabelSelector.Format(null));
    }

    [Fact]
    public void From_LabelsAndExpressions_SortsByKey()
    {
        var spec = Spec("tier", "In", "front", "back") with { MatchLabels = new Dictionary<string, string> { ["zone"] = "a", ["app"] = "web" } };

        Assert.Equal("app=web,tier in (back,front),zone=a", LabelSelector.From(spec).ToString());
        Assert.Equal("web", LabelSelector.From(spec).ExactValue("app"));
        Assert.Null(LabelSelector.From(spec).ExactValue("tier"));
    }

    [Theory]
    [InlineData("Near", "\"Near\" is not a valid label selector operator")]
    [InlineData("In", "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty")]
    public void TryFrom_Malformed_SaysWhatKubernetesSays(string @operator, string expected)
    {
        Assert.False(LabelSelector.TryFrom(Spec("a", @operator), out _, out var error));
        Assert.Equal(expected, error);
        Assert.Equal("<error>", LabelSelector.Format(Spec("a", @operator)));
    }

    private static LabelSelectorSpec Spec(string key, string @operator, params string[] values) =>
        new() { MatchExpressions = [new() { Key = key, Operator = @operator, Values = values }] };
}
