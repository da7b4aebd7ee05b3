namespace Autoscale.Metrics.Tests;

public sealed class CounterRateTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    [Fact]
    public void TryGetCpu_OnePointOfAnOldContainer_HasNoRate() =>
        Assert.Null(Cpu(CounterRate.First(Point(at: 1000, cpu: 50, start: 0), Period)));

    [Fact]
    public void TryGetCpu_TwoPoints_IsTheirDifferenceOverTheirTimes() =>
        Assert.Equal(
            (500_000_000, TimeSpan.FromSeconds(20)),
            Cpu(CounterRate.First(Point(1000, 50, 0), Period).Next(Point(1020, 60, 0), Period)));

    [Fact]
    public void TryGetCpu_NothingUsed_IsZeroAndNotAbsent() =>
        Assert.Equal((0, Period), Cpu(CounterRate.First(Point(1000, 0, 0), Period).Next(Point(1015, 0, 0), Period)));

    [Theory]
    [InlineData(10, true)]
    [InlineData(14, true)]
    [InlineData(9, false)]
    [InlineData(15, false)]
    public void First_FreshContainer_IsComparedWithItsStartFromTenSecondsOn(int age, bool expected)
    {
        var rate = CounterRate.First(Point(1000, 5, start: 1000 - age), Period);

        Assert.Equal(expected ? (5_000_000_000 / age, TimeSpan.FromSeconds(age)) : null, Cpu(rate));
    }

    [Fact]
    public void Next_ContainerRestarted_HasNoRateUntilTheNextPoint()
    {
        var restarted = CounterRate.First(Point(1000, 50, 0), Period).Next(Point(1015, 1, start: 1010), Period);

        Assert.Null(Cpu(restarted));
        Assert.Equal((200_000_000, Period), Cpu(restarted.Next(Point(1030, 4, start: 1010), TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public void Next_CounterWentBackWithoutARestart_HasNoRateUntilTheNextPoint()
    {
        var reset = CounterRate.First(Point(1000, 50), Period).Next(Point(1015, 1), Period);

        Assert.Null(Cpu(reset));
        Assert.Equal((1_000_000_000, Period), Cpu(reset.Next(Point(1030, 16), Period)));
    }

    [Fact]
    public void Next_SamePointAgain_KeepsTheRate()
    {
        var rate = CounterRate.First(Point(1000, 50), Period).Next(Point(1015, 65), Period);

        Assert.Equal(Cpu(rate), Cpu(rate.Next(Point(1015, 65), Period)));
    }

    [Fact]
    public void Next_OlderPoint_IsComparedWithTheOneBefore()
    {
        var rate = CounterRate.First(Point(1000, 50), Period).Next(Point(1015, 65), Period);

        Assert.Equal((1_000_000_000, TimeSpan.FromSeconds(5)), Cpu(rate.Next(Point(1005, 55), Period)));
        Assert.Null(Cpu(rate.Next(Point(995, 45), Period)));
    }

    [Fact]
    public void TryGetCpu_BeyondAllBounds_Saturates() =>
        Assert.Equal(
            (long.MaxValue, TimeSpan.FromMilliseconds(1)),
            Cpu(new CounterRate(
                new(default, Some.Time.AddMilliseconds(1), long.MaxValue, 1), new CounterPoint(default, Some.Time, 0, 1))));

    private static CounterPoint Point(int at, int cpu, int? start = null) => new(
        start is { } began ? Some.Time.AddSeconds(began) : DateTimeOffset.MinValue, Some.Time.AddSeconds(at), cpu * 1_000_000_000L, 1);

    private static (long, TimeSpan)? Cpu(CounterRate rate) => rate.TryGetCpu(out var cpu, out var window) ? (cpu, window) : null;
}
