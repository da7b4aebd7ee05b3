using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Metrics.Tests;

public sealed class SourcePaceTests
{
    private static readonly SourcePace Pace = new();

    [Theory]
    [InlineData(5, 0, 1)]
    [InlineData(200, 0, 1)]
    [InlineData(250, 0, 2)]
    [InlineData(1000, 0, 8)]
    [InlineData(60_000, 0, 15)]
    [InlineData(5, 1 << 20, 1)]
    [InlineData(5, 3 << 20, 4)]
    [InlineData(5, 100 << 20, 15)]
    public void Next_CheapOrExpensiveAnswer_IsBetweenOneAndFifteenSeconds(int milliseconds, long bytes, int seconds)
    {
        var next = Pace.Next(new SourceCost(TimeSpan.FromMilliseconds(milliseconds), bytes), isWatched: true);

        Assert.Equal(TimeSpan.FromSeconds(seconds), next);
    }

    [Fact]
    public void Next_NobodyLooks_IsTheLongest() =>
        Assert.Equal(Pace.Most, Pace.Next(default, isWatched: false));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(5, 15)]
    [InlineData(int.MaxValue, 15)]
    public void AfterFailures_OneAfterAnother_DoublesUpToTheLongest(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Pace.AfterFailures(failures));

    [Fact]
    public void SettingsWithAPeriod_AlwaysKeepIt()
    {
        var pace = new SourceSettings { Name = "s", Period = TimeSpan.FromSeconds(30) }.Pace;

        Assert.Equal(TimeSpan.FromSeconds(30), pace.Next(default, isWatched: true));
        Assert.Equal(TimeSpan.FromSeconds(30), pace.AfterFailures(9));
    }

    [Fact]
    public void Next_AnyCost_StaysWithinItsBoundsAndBudget() => Prop.ForAll(Costs(5_000), Costs(30_000_000), (milliseconds, bytes) =>
    {
        var next = Pace.Next(new SourceCost(TimeSpan.FromMilliseconds(milliseconds), bytes), isWatched: true);
        var isWithinBudget = next.TotalMilliseconds * Pace.TimeShare >= milliseconds && next.TotalSeconds * Pace.BytesPerSecond >= bytes;
        return next >= Pace.Least && next <= Pace.Most && (isWithinBudget || next == Pace.Most);
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<int> Costs(int most) => Gen.Choose(0, most).ToArbitrary();
}
