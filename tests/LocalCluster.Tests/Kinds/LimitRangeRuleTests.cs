namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Rules of limit ranges that the recordings do not show.</summary>
public sealed class LimitRangeRuleTests
{
    private readonly KindsApi _api = new();

    // Go's %f writes what cannot be divided as -Inf and +Inf; a ratio is greater than the former alone.
    [Theory]
    [InlineData("0", "-1", "-Inf")]
    [InlineData("-1", "0", "-0.000000")]
    [InlineData("100m", "-1", "-10.000000")]
    public async Task Create_BoundsThatAllowNoRatio_ShowTheirQuotientAsGoWritesIt(string min, string max, string shown)
    {
        var refusal = await _api.RefusalAsync($$$"""
            {"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"lr"},
            "spec":{"limits":[{"type":"Pod","min":{"cpu":"{{{min}}}"},"max":{"cpu":"{{{max}}}"},"maxLimitRequestRatio":{"cpu":"2"}}]}}
            """);

        Assert.Contains($"spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"2\": ratio 2 is greater than max/min = {shown}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0", "1")]
    public async Task Create_MinimumOfNothing_AllowsAnyRatio(string min, string max)
    {
        var stored = await _api.CreateAsync($$$"""
            {"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"lr"},
            "spec":{"limits":[{"type":"Pod","min":{"cpu":"{{{min}}}"},"max":{"cpu":"{{{max}}}"},"maxLimitRequestRatio":{"cpu":"2"}}]}}
            """);

        Assert.NotNull(stored);
    }
}
