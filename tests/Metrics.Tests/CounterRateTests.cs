namespace Autoscale.Metrics.Tests;

public sealed class CounterRateTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    [Fact]
    public void TryGetCpu_OnePointOfAnOldContainer_HasNoRate() => Assert.Null(Cpu(After(Point(at: 1000, cpu: 50, start: 0))));

    [Fact]
    public void TryGetCpu_TwoPoints_IsTheirDifferenceOverTheirTimes() =>
        Assert.Equal((500_000_000, TimeSpan.FromSeconds(20)), Cpu(After(Point(1000, 50, 0), Point(1020, 60, 0))));

    [Fact]
    public void TryGetCpu_NothingUsed_IsZeroAndNotAbsent() => Assert.Equal((0, Period), Cpu(After(Point(1000, 0, 0), Point(1015, 0, 0))));

    [Theory]
    [InlineData(10, true)]
    [InlineData(14, true)]
    [InlineData(9, false)]
    [InlineData(15, false)]
    public void First_FreshContainer_IsComparedWithItsStartFromTenSecondsOn(int age, bool expected)
    {
        var rate = After(Point(1000, 5, start: 1000 - age));

        Assert.Equal(expected ? (5_000_000_000 / age, TimeSpan.FromSeconds(age)) : null, Cpu(rate));
    }

    [Fact]
    public void Next_ContainerRestarted_HasNoRateUntilTheNextPoint()
    {
        var restarted = After(Point(1000, 50, 0), Point(1015, 1, start: 1010));

        Assert.Null(Cpu(restarted));
        Assert.Equal((200_000_000, Period), Cpu(restarted.Next(Point(1030, 4, start: 1010), At(1030))));
    }

    [Fact]
    public void Next_CounterWentBackWithoutARestart_HasNoRateUntilTheNextPoint()
    {
        var reset = After(Point(1000, 50), Point(1015, 1));

        Assert.Null(Cpu(reset));
        Assert.Equal((1_000_000_000, Period), Cpu(reset.Next(Point(1030, 16), At(1030))));
    }

    [Fact]
    public void Next_PointNotComplete_BeginsAnew()
    {
        var rate = After(Point(1000, 50), Point(1015, 65), default);

        Assert.Null(Cpu(rate));
        Assert.Equal((1_000_000_000, Period), Cpu(rate.Next(Point(1030, 80), At(1030)).Next(Point(1045, 95), At(1045))));
    }

    [Fact]
    public void Next_SamePointAgain_KeepsTheRateUntilItIsTooOld()
    {
        var rate = After(Point(1000, 50), Point(1015, 65));

        var again = rate.Next(Point(1015, 65), At(1030));

        Assert.Equal((1_000_000_000, Period), Cpu(again, clock: 1015 + 120));
        Assert.Null(Cpu(again, clock: 1015 + 121));
    }

    [Fact]
    public void Next_StampStandsStillWhileTheCounterGoesOn_MakesNoGrowingRate()
    {
        var rate = After(Point(1000, 50), Point(1015, 65)).Next(Point(1015, 80), At(1030)).Next(Point(1015, 95), At(1045));

        Assert.Equal((1_000_000_000, Period), Cpu(rate, clock: 1045));
    }

    [Fact]
    public void Next_SlightlyOlderPoint_SaysNothingNew()
    {
        var rate = After(Point(1000, 50), Point(1015, 65));

        Assert.Equal(rate, rate.Next(Point(1005, 55), At(1020)));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(100)]
    [InlineData(-100)]
    public void Next_NodesClockIsSet_IsNeitherZeroNorFrozen(int by)
    {
        var set = After(Point(10_000, 50), Point(10_015, 65)).Next(Point(10_030 + by, 80), At(10_030));

        Assert.Null(Cpu(set, clock: 10_030));
        Assert.Equal((1_000_000_000, Period), Cpu(set.Next(Point(10_045 + by, 95), At(10_045)), clock: 10_045));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Next_NodesClockIsAlwaysOff_IsARateLikeAnyOther(int by) =>
        Assert.Equal(
            (1_000_000_000, Period),
            Cpu(default(CounterRate).Next(Point(10_000 + by, 50), At(10_000)).Next(Point(10_015 + by, 65), At(10_015)), clock: 10_015));

    [Fact]
    public void Next_AfterManyLostScrapes_IsTheRateOverAllOfThem() =>
        Assert.Equal((1_000_000_000, TimeSpan.FromSeconds(600)), Cpu(After(Point(1000, 50), Point(1600, 650))));

    [Fact]
    public void Next_PointThatIsAMinuteOldWhenItIsTold_IsNoClockThatWasSet()
    {
        // A busy kubelet repeats a point for a while, and then has a new one.
        var rate = After(Point(1000, 50)).Next(Point(1000, 50), At(1030)).Next(Point(1000, 50), At(1060)).Next(Point(1065, 115), At(1075));

        Assert.Equal((1_000_000_000, TimeSpan.FromSeconds(65)), Cpu(rate, clock: 1075));
    }

    [Fact]
    public void TryGetCpu_BeyondAllBounds_Saturates() =>
        Assert.Equal(
            (long.MaxValue, TimeSpan.FromMilliseconds(1)),
            Cpu(new CounterRate(
                new(default, Start.AddMilliseconds(1), long.MaxValue, 1), new CounterPoint(default, Start, 0, 1), At(0).Clock)));

    private static DateTime Start => Some.Time.UtcDateTime;

    private static CounterPoint Point(int at, int cpu, int? start = null) => new(
        start is { } began ? Start.AddSeconds(began) : default, Start.AddSeconds(at), cpu * 1_000_000_000L, 1);

    private static ScrapeMoment At(int seconds) => new(TimeSpan.FromSeconds(seconds), Period);

    /// <summary>The rate after points that were scraped when they were measured.</summary>
    private static CounterRate After(params CounterPoint[] points) => points.Aggregate(
        default(CounterRate), (rate, point) => rate.Next(point, new(point.IsKnown ? point.Time - Start : TimeSpan.Zero, Period)));

    private static (long, TimeSpan)? Cpu(CounterRate rate, int? clock = null) =>
        rate.TryGetCpu(clock is { } seconds ? At(seconds).Clock : rate.Seen, out var cpu, out var window) ? (cpu, window) : null;
}
