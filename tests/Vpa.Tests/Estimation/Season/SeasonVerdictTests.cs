using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Estimation.Season;
using Autoscale.Vpa.Usage;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Estimation.Season;

public sealed class SeasonVerdictTests
{
    private static readonly RecommenderOptions Options = new();

    [Fact]
    public void Of_DaysAlike_FollowsTheDayForItsSlack()
    {
        var trial = Trial(SomePeaks.Of(28, SomePeaks.Daily), 24);

        AssertFollows(24, SomePeaks.Of(28, SomePeaks.Daily));
        Assert.Equal(0, trial.Seasonal.UnderProvisioned);
        Assert.True(trial.Seasonal.Slack < trial.Plain.Slack - 0.05, trial.ToString());
    }

    [Fact]
    public void Of_BatchOnSundays_FollowsTheWeekSinceItKnowsTheBatch()
    {
        var peaks = SomePeaks.Of(28, SomePeaks.Batch);
        var trial = Trial(peaks, 168);

        AssertFollows(168, peaks);
        Assert.Equal((0, 2), (trial.Seasonal.UnderProvisioned, trial.Plain.UnderProvisioned));
    }

    [Fact]
    public void Of_WorkingWeeks_FollowsTheWeek() => AssertFollows(168, SomePeaks.Of(28, SomePeaks.Working));

    [Fact]
    public void Of_HistoryTooShort_SaysSo()
    {
        var verdict = SeasonVerdict.Of(SomePeaks.Of(4, SomePeaks.Daily), Options);

        Assert.False(verdict.IsUsed);
        Assert.Equal("a daily season (autocorrelation 1.00) was found, but history is too short to try it; the plain recommendation holds", verdict.Reason);
    }

    [Fact]
    public void Of_NoSeason_SaysSo() =>
        Assert.Equal(new SeasonVerdict(0, "no season was found; the plain recommendation holds"), SeasonVerdict.Of(SomePeaks.Of(28, _ => 1), Options));

    [Fact]
    public void Of_RhythmThatHasJustEnded_IsNotFollowedForLong()
    {
        var peaks = SomePeaks.Of(28, hour => hour < 14 * 24 ? SomePeaks.Daily(hour) : 2);

        Assert.False(SeasonVerdict.Of(peaks, Options).IsUsed);
    }

    [Fact]
    public void Of_MemoryOfBorg_IsFollowedWithLessSlack()
    {
        var peaks = SomePeaks.OfTrace("google_borg_2019_300s", "avg_mem");
        var verdict = SeasonVerdict.Of(peaks, Options);
        var trial = Trial(peaks, verdict.Hours);

        Assert.True(verdict.IsUsed, verdict.Reason);
        Assert.True(trial.Seasonal.UnderProvisioned == 0 && trial.Seasonal.Slack < trial.Plain.Slack - 0.02, trial.ToString());
    }

    [Theory]
    [InlineData("w05_nonseasonal_small")]
    [InlineData("w06_extreme_burst")]
    public void Of_CraneWithoutRhythm_IsNotFollowed(string column) =>
        Assert.False(SeasonVerdict.Of(SomePeaks.OfTrace("crane_workloads_60s", column), Options).IsUsed);

    [Fact]
    public void Of_CraneWithStrongDays_FollowsTheDay() => AssertFollows(24, SomePeaks.OfTrace("crane_workloads_60s", "w14_strong_daily"));

    [Fact]
    public void Of_AnyPeaks_FollowsOnlyWhatItsBackTestFindsBetter() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 20)).ToArbitrary(), generated =>
        {
            var (random, noise) = (new Random(generated.Item1), generated.Item2 / 10.0);
            var peaks = SomePeaks.Of(21, hour => SomePeaks.Working(hour) * (1 + noise * random.NextDouble()));
            var verdict = SeasonVerdict.Of(peaks, Options);
            return !verdict.IsUsed || Trial(peaks, verdict.Hours) is var trial
                && trial.Seasonal.UnderProvisioned <= trial.Plain.UnderProvisioned && trial.Seasonal.Slack <= trial.Plain.Slack;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Percentile_AnyHour_CoversWhatIsInUse() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var peaks = SomePeaks.Of(15, _ => 0.1 + 4 * random.NextDouble());
        return SeasonForecast.Now(peaks, 24, 0.9) >= Math.Max(peaks.At(peaks.Latest), Math.Max(peaks.At(peaks.Latest - 1), peaks.At(peaks.Latest - 2)));
    }).QuickCheckThrowOnFailure();

    private static SeasonTrial Trial(HourlyPeaks peaks, int season) => SeasonBackTest.Run(peaks, season, Options)!.Value;

    private static void AssertFollows(int hours, HourlyPeaks peaks)
    {
        var verdict = SeasonVerdict.Of(peaks, Options);

        Assert.True(verdict.Hours == hours, verdict.Reason);
    }
}
