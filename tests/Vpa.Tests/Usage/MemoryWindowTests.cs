using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class MemoryWindowTests
{
    private static readonly UsageOptions Ours = new();

    [Fact]
    public void AddMemory_SeveralOfOneDay_KeepsTheGreatest()
    {
        var some = new SomeModel().Pod();

        some.Memory(0, 100);
        some.Memory(1, 500);
        some.Memory(2, 200);

        AssertPeaks(some, (0, 500), (1, 500));
    }

    [Fact]
    public void AddMemory_NextDay_IsAPeakOfItsOwn()
    {
        var some = new SomeModel().Pod();

        some.Memory(0, 500);
        some.Memory(25, 100);

        AssertPeaks(some, (0.1, 100), (1, 500));
    }

    [Fact]
    public void RecordOom_AtItsRequest_CountsAFifthMoreOrAHundredMebibytes()
    {
        var some = new SomeModel().Pod().Pod("web-2", "b");

        some.Oom(0, 1000);
        some.Oom(0, 100, "web-2");

        AssertPeaks(some, (0.1, 200), (1, 1200));
        Assert.Equal((2, SomeModel.Start), (some.Only.OomKills, some.Only.LastOomKill));
    }

    [Fact]
    public void RecordOom_Again_DoesNotGrowFromWhatItSuggested()
    {
        var some = new SomeModel().Pod();

        some.Oom(0, 1000);
        some.Oom(1, 1000);

        AssertPeaks(some, (0, 1200), (1, 1200));
    }

    [Fact]
    public void RecordOom_OfAnIntervalLongPast_IsOutdated()
    {
        var some = new SomeModel().Pod();
        some.Memory(48, 100);

        Assert.Equal(SampleOutcome.Outdated, some.Oom(47, 1000));
        Assert.Equal(SampleOutcome.Accepted, some.Oom(48, 1000));
    }

    [Fact]
    public void RecordOom_FarBeyondAnythingSeen_IsCapped()
    {
        var (ours, upstream) = (new SomeModel(Ours).Pod(), new SomeModel().Pod());
        foreach (var some in (SomeModel[])[ours, upstream])
        {
            some.Memory(0, 50);
            some.Oom(1, 450);
        }

        AssertPeaks(ours, (1, 500));
        AssertPeaks(upstream, (1, 550));
    }

    [Fact]
    public void RecordOom_RequestBeyondTheCap_IsNotLessThanTheRequest()
    {
        var some = new SomeModel(Ours).Pod();
        some.Memory(0, 50);

        some.Oom(1, 2000);

        AssertPeaks(some, (1, 2000));
    }

    [Fact]
    public void RecordOom_NothingSeenYet_IsNotCapped()
    {
        var some = new SomeModel(Ours).Pod();

        some.Oom(1, 2000);

        AssertPeaks(some, (1, 2400));
    }

    [Fact]
    public void Collect_OomOfLongAgo_WeighsNoMore()
    {
        var (ours, upstream) = (new SomeModel(Ours).Pod(), new SomeModel().Pod());
        foreach (var some in (SomeModel[])[ours, upstream])
        {
            some.Oom(0, 4000);
            for (var day = 1; day <= 9; day++)
            {
                some.Cpu(24 * day, 100);
                some.Memory(24 * day, 400);
            }

            some.Model.Collect(SomeModel.At(24 * 9));
        }

        AssertPeaks(ours, (1, 400));
        AssertPeaks(upstream, (1, 4800));
    }

    [Fact]
    public void Collect_OomOfLessThanItsAge_StillCounts()
    {
        var some = new SomeModel(Ours).Pod();
        some.Oom(0, 4000);
        some.Cpu(24 * 7, 100);
        some.Memory(24 * 7, 400);

        some.Model.Collect(SomeModel.At(24 * 7));

        AssertPeaks(some, (1, 4800));
    }

    [Theory]
    [InlineData(true, 3000)]
    [InlineData(false, 1200)]
    public void RecordOom_PolicyWithGrowthOfItsOwn_CountsWhereItMay(bool may, long expected)
    {
        var policy = new VpaResourcePolicy
        {
            ContainerPolicies =
            [
                new() { ContainerName = "*", OomBumpUpRatio = Quantity.Parse("5") },
                new() { ContainerName = "app", OomBumpUpRatio = Quantity.Parse("3") },
            ],
        };
        var some = new SomeModel(UsageOptions.Upstream with { PerVpaConfig = may }, policy).Pod();

        some.Oom(0, 1000);

        AssertPeaks(some, (1, expected));
    }

    [Fact]
    public void AddMemory_PolicyWithAnIntervalOfItsOwn_BeginsAnewAfterIt()
    {
        var policy = new VpaResourcePolicy { ContainerPolicies = [new() { ContainerName = "*", MemoryAggregationIntervalSeconds = 3600 }] };
        var some = new SomeModel(UsageOptions.Upstream with { PerVpaConfig = true }, policy).Pod();

        some.Memory(0, 500);
        some.Memory(1.1, 100);

        AssertPeaks(some, (0.1, 100), (1, 500));
    }

    // The end of the bucket is up to 5 % above what fell into it.
    private static void AssertPeaks(SomeModel some, params (double Fraction, long Mebi)[] expected) => Assert.All(expected, peak =>
        Assert.InRange(some.Only.MemoryPercentile(peak.Fraction), peak.Mebi * SomeModel.Mebi, (peak.Mebi * SomeModel.Mebi * 1.06) + 1e7));
}
