using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes.Usage;

namespace Autoscale.LocalCluster.Tests.Nodes.Usage;

public sealed class ProfileTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("100m", 0, 0.1)]
    [InlineData("wave(1, 3)", 0, 1)]
    [InlineData("wave(1, 3)", 12 * 3600, 3)]
    [InlineData("wave(1,3,1h)", 15 * 60, 2)]
    [InlineData("steps(1, 2, 4, 10m)", 599, 1)]
    [InlineData("steps(1, 2, 4, 10m)", 600, 2)]
    [InlineData("steps(1, 2, 4, 10m)", 30 * 60, 1)]
    [InlineData("growth(50, 10, 1m)", 300, 100)]
    [InlineData("growth(50, 10, 1m, 70)", 300, 70)]
    [InlineData("bursts(1, 5, 30s, 5m)", 29, 5)]
    [InlineData("bursts(1, 5, 30s, 5m)", 31, 1)]
    public void At_Read_IsWhatItSays(string text, double seconds, double expected) =>
        Assert.Equal(expected, ProfileText.Read(text).Profile!.At(Midnight.AddSeconds(seconds), Midnight), 6);

    [Theory]
    [InlineData("12Q", "\"12Q\" is no amount")]
    [InlineData("-1", "\"-1\" is no amount")]
    [InlineData("wave(1, 2", "\"wave(1, 2\" lacks its closing parenthesis")]
    [InlineData("wave(1)", "\"wave(1)\" is not wave(low, high, period), e.g. wave(50m, 400m, 24h)")]
    [InlineData("wave(1, 2, 0s)", "\"wave(1, 2, 0s)\" is not wave(low, high, period), e.g. wave(50m, 400m, 24h)")]
    [InlineData("steps(10m)", "\"steps(10m)\" is not steps(amount, amount, …, length), e.g. steps(100m, 500m, 10m)")]
    [InlineData("growth(1, 2, 3, 4, 5)", "\"growth(1, 2, 3, 4, 5)\" is not growth(start, gain, per, most), e.g. growth(50Mi, 10Mi, 1m)")]
    [InlineData("bursts(1, 2, 5m, 30s)", "\"bursts(1, 2, 5m, 30s)\" is not bursts(usual, peak, length, every), e.g. bursts(100m, 1, 30s, 5m)")]
    [InlineData("tide(1)", "\"tide(1)\" is not an amount, wave, steps, growth or bursts")]
    public void Read_Malformed_SaysWhatWasExpected(string text, string expected) => Assert.Equal((null, expected), ProfileText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData(")(")]
    [InlineData("growth()")]
    [InlineData("steps(,,1s)")]
    [InlineData("wave(1,2,99999999h)")]
    public void Read_Nonsense_IsAProblem(string text) => Assert.NotEqual("", ProfileText.Read(text).Problem);

    [Theory]
    [InlineData("100", 101, null)]
    [InlineData("wave(10, 90)", 100, null)]
    [InlineData("wave(10, 110)", 100, 1.0)]
    [InlineData("growth(50, 10, 1m)", 100, 300.0)]
    [InlineData("growth(50, 10, 1m, 90)", 100, null)]
    [InlineData("growth(50, 0, 1m)", 100, null)]
    [InlineData("growth(50, 1n, 1m)", 100, 365.0 * 86400)]
    public void UntilWeighed_OfAPlan_IsWhenItMayExceedTheLimit(string memory, long limit, double? seconds)
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [UsagePlan.UsageAnnotation] = $"memory={memory}" } } };

        Assert.Equal(seconds, UsagePlan.Of(pod, "web").UntilWeighed(Midnight, Midnight, limit)?.TotalSeconds);
    }

    [Fact]
    public void Sum_OfAWave_IsItsMeanTimesTheSpan()
    {
        var wave = ProfileText.Read("wave(1, 3, 1m)").Profile!;

        var sum = UsageProfile.Sum(at => wave.At(at, Midnight), isSteady: false, Midnight, Midnight.AddMinutes(10));

        Assert.Equal(1200, sum, 3);
    }
}
