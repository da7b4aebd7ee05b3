using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Estimation.Season;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Estimation.Season;

public sealed class SeasonalMemoryTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly ObjectKey Vpa = new("autoscaling.k8s.io", "VerticalPodAutoscaler", "shop", "web");
    private static readonly RecommenderOptions Off = new();
    private static readonly RecommenderOptions On = new() { Season = SeasonMode.On };

    [Fact]
    public void Recommend_SundayBeforeTheBatch_AsksForWhatItWillNeed()
    {
        // Saturday of the fourth week, 22 o'clock: four hours to go.
        var usage = Used(SomePeaks.Batch, hours: 26 * 24 + 23);

        Assert.InRange(Memory(usage, On), 6 * SomePeaks.Gibi, 9 * SomePeaks.Gibi);
        Assert.InRange(Memory(usage, Off), 1 * SomePeaks.Gibi, 2 * SomePeaks.Gibi);
    }

    [Fact]
    public void Recommend_NightOfDaysAlike_GivesMemoryBack()
    {
        var usage = Used(SomePeaks.Daily, hours: 20 * 24 + 23);

        Assert.InRange(Memory(usage, On), 0.5 * SomePeaks.Gibi, 1 * SomePeaks.Gibi);
        Assert.InRange(Memory(usage, Off), 2 * SomePeaks.Gibi, 3 * SomePeaks.Gibi);
    }

    [Fact]
    public void Recommend_NoSeason_IsThePlainRecommendation()
    {
        var random = new Random(3);
        var usage = Used(_ => 1 + random.NextDouble(), hours: 28 * 24);

        Assert.Equal(Memory(usage, Off), Memory(usage, On));
    }

    [Fact]
    public void Recommend_KilledLately_IsThePlainRecommendation()
    {
        var usage = Used(SomePeaks.Daily, hours: 20 * 24 + 23);
        usage.RecordOom(new("shop", "web-0", "app"), Monday.AddHours(20 * 24 + 22), (long)(3 * SomePeaks.Gibi));

        Assert.Equal(Memory(usage, Off), Memory(usage, On));
        Assert.Equal("an out-of-memory kill was less than a day ago; the plain recommendation holds", Explained(usage, On).Season);
    }

    [Fact]
    public void Recommend_RolledOutMeanwhile_KnowsTheSeasonStill()
    {
        var usage = Used(SomePeaks.Daily, hours: 20 * 24 + 22);
        usage.RemovePod("shop", "web-0");
        usage.SetPod(new("shop", "web-1", new Dictionary<string, string> { ["pod-template-hash"] = "new" }, IsActive: true, ["app"]));
        usage.AddUsage(new("shop", "web-1", "app"), Monday.AddHours(20 * 24 + 22), 100, (long)(0.5 * SomePeaks.Gibi));

        Assert.InRange(Memory(usage, On), 0.5 * SomePeaks.Gibi, 1 * SomePeaks.Gibi);
    }

    [Fact]
    public void Recommend_RestartedWithItsHours_RecommendsTheSame()
    {
        var usage = Used(SomePeaks.Daily, hours: 20 * 24 + 23);
        var restarted = Used(SomePeaks.Daily, hours: 0);
        restarted.Restore(Vpa, "app", usage.Checkpoint(Vpa, "app", Monday.AddHours(20 * 24 + 23))!);
        restarted.RestoreHours(Vpa, "app", HourlyPeaks.TryParse(usage.HoursOf(Vpa, "app")!.ToString())!);

        Assert.Equal(Memory(usage, On), Memory(restarted, On));
    }

    [Fact]
    public void Explain_Season_SaysWhichWasUsedAndWhy()
    {
        var reason = Explained(Used(SomePeaks.Daily, hours: 20 * 24 + 23), On);

        Assert.StartsWith("a daily season (autocorrelation 1.00) is followed: over ", reason.Season, StringComparison.Ordinal);
        Assert.StartsWith("percentile 0.9 of usage in the coming 6 hours of seasons past", reason.Bounds[0].Steps[0].Text, StringComparison.Ordinal);
        Assert.Null(Explained(Used(SomePeaks.Daily, hours: 240), Off).Season);
    }

    [Fact]
    public void Explain_HoursNotKept_SaysSo()
    {
        var usage = Used(SomePeaks.Daily, hours: 240, keepsHours: false);

        Assert.Equal("the peaks of hours are not known; the plain recommendation holds", Explained(usage, On).Season);
        Assert.Null(usage.HoursOf(Vpa, "app"));
    }

    [Fact]
    public void Percentile_PlainForecast_IsWhatTheModelOfUsageSays()
    {
        HourlyPeaks peaks = new();
        var usage = Used(_ => 0, hours: 0);
        for (var hour = 0; hour < 20 * 24; hour++)
        {
            if (hour > 0)
            {
                Assert.Equal(usage.EvidenceOf(Vpa)[0].MemoryPercentile(0.9), PlainForecast.Percentile(peaks, (Monday.ToUnixTimeSeconds() / 3600) + hour, 0.9));
            }

            var bytes = (long)(SomePeaks.Gibi * SomePeaks.Batch(hour) * (1 + hour % 7));
            usage.AddUsage(new("shop", "web-0", "app"), Monday.AddHours(hour), 100, bytes);
            peaks.Add(Monday.AddHours(hour), bytes);
        }
    }

    private static UsageModel Used(Func<int, double> gibibytes, int hours, bool keepsHours = true)
    {
        UsageModel usage = new(new() { KeepsHours = keepsHours });
        usage.SetVpa(Vpa, LabelSelector.Everything, null);
        usage.SetPod(new("shop", "web-0", new Dictionary<string, string> { ["pod-template-hash"] = "old" }, IsActive: true, ["app"]));
        for (var hour = 0; hour < hours; hour++)
        {
            usage.AddUsage(new("shop", "web-0", "app"), Monday.AddHours(hour), 100, (long)(gibibytes(hour) * SomePeaks.Gibi));
        }

        return usage;
    }

    private static long Memory(UsageModel usage, RecommenderOptions options) =>
        Recommender.Recommend(Some.Vpa(), usage.EvidenceOf(Vpa), options).Recommendation.ContainerRecommendations[0].Target!["memory"].Value;

    private static RecommendationReason Explained(UsageModel usage, RecommenderOptions options) =>
        Recommender.Explain(Some.Vpa(), usage.EvidenceOf(Vpa), options).Single(reason => reason.Resource == "memory");
}
