using Autoscale.Vpa.Estimation.Season;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Estimation.Season;

public sealed class SeasonSearchTests
{
    [Fact]
    public void In_DaysAlike_FindsTheDay() => Assert.Equal(24, SeasonSearch.In(SomePeaks.Of(28, SomePeaks.Daily))[0].Hours);

    [Fact]
    public void In_WorkingWeeks_FindsTheWeek() => Assert.Equal(168, SeasonSearch.In(SomePeaks.Of(28, SomePeaks.Working))[0].Hours);

    [Fact]
    public void In_OneBurstAmidDays_StillFindsTheDay() =>
        Assert.Contains(SeasonSearch.In(SomePeaks.Of(28, hour => hour == 300 ? 200 : SomePeaks.Daily(hour))), season => season is { Hours: 24, Strength: > 0.8 });

    [Fact]
    public void In_NothingThatRepeats_FindsNothing()
    {
        Assert.Empty(SeasonSearch.In(new()));
        Assert.Empty(SeasonSearch.In(SomePeaks.Of(1, SomePeaks.Daily)));
        Assert.Empty(SeasonSearch.In(SomePeaks.Of(28, _ => 1)));
        Assert.Empty(SeasonSearch.In(SomePeaks.Of(28, hour => 1 + hour / 100.0)));
    }

    [Fact]
    public void In_Noise_FindsNothing()
    {
        var random = new Random(7);

        Assert.Empty(SeasonSearch.In(SomePeaks.Of(28, _ => 0.5 + random.NextDouble())));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(3, false)]
    public void In_EverySoManyHoursMissing_LooksOnlyWhileFew(int every, bool isFound) =>
        Assert.Equal(isFound, SeasonSearch.In(SomePeaks.Of(28, hour => hour % every == 0 ? double.NaN : SomePeaks.Daily(hour))).Count > 0);

    [Fact]
    public void Of_AnySeries_IsAsReckonedPairByPair() => Prop.ForAll(Gen.Choose(-1000, 1000).ArrayOf().Where(values => values.Length > 2).ToArbitrary(), values =>
    {
        var series = values.Select(value => (double)value).ToArray();
        var (fast, slow) = (Autocorrelation.Of(series), Naive(series));
        return Enumerable.Range(0, series.Length).All(lag => Math.Abs(fast[lag] - slow[lag]) < 1e-6);
    }).QuickCheckThrowOnFailure();

    private static double[] Naive(double[] series)
    {
        var count = series.Length;
        var (middle, mean) = ((count - 1) / 2.0, series.Average());
        var slope = series.Select((value, index) => (index - middle) * (value - mean)).Sum() / series.Select((_, index) => (index - middle) * (index - middle)).Sum();
        var rest = series.Select((value, index) => value - mean - slope * (index - middle)).ToArray();
        var spread = rest.Sum(value => value * value);
        return [.. Enumerable.Range(0, count).Select(lag => spread < 1e-6 ? 0
            : Enumerable.Range(0, count - lag).Sum(index => rest[index] * rest[index + lag]) / spread * count / (count - lag))];
    }
}
