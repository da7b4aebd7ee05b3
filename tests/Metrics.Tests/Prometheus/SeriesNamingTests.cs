using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests.Prometheus;

public sealed class SeriesNamingTests
{
    [Theory]
    [InlineData(null, null, "http_requests_total", "http_requests_total")]
    [InlineData("^(.*)_total$", null, "http_requests_total", "http_requests")]
    [InlineData("^(.*)_total$", "${1}_per_second", "http_requests_total", "http_requests_per_second")]
    [InlineData("^(.*)_total$", "$1", "http_requests", null)]
    [InlineData("^(.*)_total$", "$1_rate", "http_requests_total", null)]
    [InlineData("^(?<what>.*)_(.*)$", "$what", "a_b", "a")]
    [InlineData("^http_", "x$$", "http_requests", "x$")]
    [InlineData("requests", null, "http_requests_total", "requests")]
    public void NameOf_Rules_AreThoseOfPrometheusAdapter(string? matches, string? @as, string series, string? expected) =>
        Assert.Equal(expected, new SeriesNaming(matches, @as).NameOf(series));

    [Fact]
    public void New_SeveralGroupsAndNoName_IsRefused() =>
        Assert.Equal("(a)(b) has several groups, so it must be said what the metric is named as", Assert.Throws<ArgumentException>(() => new SeriesNaming("(a)(b)", null)).Message);

    [Fact]
    public void Filter_IsAndIsNot_LookAnywhereInTheName()
    {
        Assert.True(SeriesNameFilter.Is("_seconds_").Passes("cpu_seconds_total"));
        Assert.False(SeriesNameFilter.IsNot("_seconds_").Passes("cpu_seconds_total"));
        Assert.True(SeriesNameFilter.IsNot("^_seconds_").Passes("cpu_seconds_total"));
    }

    [Theory]
    [InlineData("", null, false, EmptyMeaning.Absent, "a rule either names its metric or discovers series")]
    [InlineData("m", "{a=\"b\"}", false, EmptyMeaning.Absent, "a rule either names its metric or discovers series")]
    [InlineData("m", null, true, EmptyMeaning.Zero, "only an external metric can be zero when its query returns nothing")]
    [InlineData("m", null, true, EmptyMeaning.Absent, "a metric of objects must say of which kinds")]
    [InlineData("m", null, false, EmptyMeaning.Zero, null)]
    public void Problem_OfARule_IsNamed(string name, string? series, bool isOfObjects, EmptyMeaning onEmpty, string? expected)
    {
        LabelledKind[] kinds = onEmpty == EmptyMeaning.Zero ? [new(new("", "Pod", "pods", true), "pod")] : [];
        var rule = new PrometheusRule
        {
            Name = name,
            Series = series,
            Query = QueryTemplate.Parse("up"),
            Of = isOfObjects ? new PrometheusAssociation { Kinds = kinds } : null,
            OnEmpty = onEmpty,
        };

        Assert.Equal(expected, rule.Problem);
    }
}
