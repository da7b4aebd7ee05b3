using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Estimation.Season;

public sealed class HourlyPeaksTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly long First = Start.ToUnixTimeSeconds() / 3600;

    [Fact]
    public void Add_SeveralOfAnHour_KeepsTheGreatest()
    {
        HourlyPeaks peaks = new();
        peaks.Add(Start, 100_000_000);
        peaks.Add(Start.AddMinutes(30), 900_000_000);
        peaks.Add(Start.AddMinutes(59), 200_000_000);

        Assert.Equal(First, peaks.Latest);
        Assert.InRange(peaks.At(First), 900_000_000, 960_000_000);
    }

    [Fact]
    public void At_HoursWithoutSample_IsNaN()
    {
        HourlyPeaks peaks = new();
        peaks.Add(Start, 1);
        peaks.Add(Start.AddHours(5), 1);

        Assert.True(double.IsNaN(peaks.At(First + 1)));
        Assert.True(double.IsNaN(peaks.At(First - 1)));
        Assert.True(double.IsNaN(peaks.At(First + 6)));
        Assert.False(double.IsNaN(peaks.At(First + 5)));
    }

    [Fact]
    public void Add_LaterThanFourWeeks_ForgetsWhatWasBefore()
    {
        HourlyPeaks peaks = new();
        peaks.Add(Start, 1);
        peaks.Add(Start.AddDays(28).AddHours(-1), 1);
        Assert.False(double.IsNaN(peaks.At(First)));

        peaks.Add(Start.AddDays(28), 1);
        Assert.True(double.IsNaN(peaks.At(First)));

        peaks.Add(Start.AddDays(300), 1);
        Assert.True(double.IsNaN(peaks.At(First + 28 * 24)));
    }

    [Fact]
    public void Add_AncientOrOddSamples_AreLeftOut()
    {
        HourlyPeaks peaks = new();
        peaks.Add(Start, 5);
        peaks.Add(Start.AddDays(-29), long.MaxValue);
        peaks.Add(DateTimeOffset.MinValue, 5);
        peaks.Add(Start, -5);

        Assert.Equal(First, peaks.Latest);
        Assert.Equal(1, Enumerable.Range(0, HourlyPeaks.Hours).Count(back => !double.IsNaN(peaks.At(First - back))));
    }

    [Fact]
    public void TryParse_WhatWasWritten_IsTheSame()
    {
        var peaks = SomePeaks.Of(9, SomePeaks.Working);

        var read = HourlyPeaks.TryParse(peaks.ToString());

        Assert.Equal(peaks.Latest, read?.Latest);
        Assert.All(Enumerable.Range(0, HourlyPeaks.Hours), back => Assert.Equal(peaks.At(peaks.Latest - back), read!.At(peaks.Latest - back)));
        Assert.InRange(peaks.ToString().Length, 1, 1000);
    }

    [Fact]
    public void Merge_OlderAndNewerPeaks_KeepsTheGreaterOfBoth()
    {
        HourlyPeaks peaks = new();
        peaks.Add(Start.AddHours(1), 900_000_000);
        HourlyPeaks kept = new();
        kept.Add(Start, 500_000_000);
        kept.Add(Start.AddHours(1), 100_000_000);

        peaks.Merge(kept);
        kept.Merge(peaks);

        Assert.Equal(First + 1, peaks.Latest);
        Assert.InRange(peaks.At(First), 500_000_000, 540_000_000);
        Assert.InRange(peaks.At(First + 1), 900_000_000, 960_000_000);
        Assert.Equal(peaks.ToString(), kept.ToString());
    }

    [Fact]
    public void Merge_Nothing_ChangesNothing()
    {
        var peaks = SomePeaks.Of(9, SomePeaks.Daily);
        var before = peaks.ToString();

        peaks.Merge(new());

        Assert.Equal(before, peaks.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    public void TryParse_OtherText_IsNull(string text) => Assert.Null(HourlyPeaks.TryParse(text));

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x7F)]
    public void TryParse_RightLengthAndNonsense_IsNull(byte filler)
    {
        var bytes = new byte[sizeof(long) + HourlyPeaks.Hours];
        Array.Fill(bytes, filler);

        Assert.Null(HourlyPeaks.TryParse(Convert.ToBase64String(bytes)));
    }
}
