using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Hpa.Tests;

public sealed class ScalingHistoryTests
{
    private static readonly TimeSpan Up = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(300);

    [Fact]
    public void Seeded_KnownTarget_KeepsWhatItHas()
    {
        var history = ScalingHistory.Empty.Seeded(5, Some.Now).Seeded(9, Some.Now.AddSeconds(15));

        Assert.Equal(new Recommendation(5, Some.Now), Assert.Single(history.Recommendations));
    }

    [Fact]
    public void WithRecommendation_SeveralOutdated_TakesTheLastOfTheirPlaces()
    {
        var history = ScalingHistory.Empty.Seeded(1, Some.Now)
            .WithRecommendation(2, Some.Now.AddSeconds(15), DateTimeOffset.MinValue)
            .WithRecommendation(3, Some.Now.AddSeconds(30), DateTimeOffset.MinValue);

        var next = history.WithRecommendation(4, Some.Now.AddSeconds(45), Some.Now.AddSeconds(20));

        Assert.Equal([1, 4, 3], next.Recommendations.Select(r => r.Replicas));
    }

    [Fact]
    public void WithRecommendation_ManyWithinTheWindow_StaysSmall()
    {
        var history = ScalingHistory.Empty;
        for (var i = 0; i < 10_000; i++)
        {
            history = history.WithRecommendation(1 + (i % 20), Some.Now.AddMilliseconds(i), Some.Now.AddHours(-1));
        }

        Assert.InRange(history.Recommendations.Length, 1, 128);
    }

    // Acting at once may ask hundreds of times within one window; what is dropped then must not have mattered.
    [Fact]
    public void WithBehavior_ManyRecommendations_DecidesAsIfNothingWereDropped()
    {
        var moves = from wait in Gen.Choose(1, 900) from replicas in Gen.Choose(0, 40) select (wait, replicas);

        Prop.ForAll(moves.ListOf(300).ToArbitrary(), walk =>
        {
            var history = ScalingHistory.Empty;
            var everything = new List<Recommendation>();
            var now = Some.Now;
            foreach (var (wait, replicas) in walk)
            {
                now = now.AddMilliseconds(wait);
                var stabilized = StabilizationWindow.WithBehavior(history, (20, replicas), (Up, Down), now);
                if (stabilized.Replicas != Expected(everything, replicas, now))
                {
                    return false;
                }

                history = stabilized.History;
                everything.Add(new(replicas, now));
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void NetChangeWithin_EdgeOfThePeriod_DoesNotCount()
    {
        var history = ScalingHistory.Empty
            .WithChange(1, 5, TimeSpan.FromMinutes(1), Some.Now)
            .WithChange(5, 3, TimeSpan.FromMinutes(1), Some.Now.AddSeconds(5));

        Assert.Equal(2, history.NetChangeWithin(TimeSpan.FromSeconds(16), Some.Now.AddSeconds(15)));
        Assert.Equal(-2, history.NetChangeWithin(TimeSpan.FromSeconds(15), Some.Now.AddSeconds(15)));
    }

    private static int Expected(List<Recommendation> past, int proposal, DateTimeOffset now)
    {
        var lowest = past.Where(r => r.Time > now - Up).Select(r => r.Replicas).Append(proposal).Min();
        var highest = past.Where(r => r.Time > now - Down).Select(r => r.Replicas).Append(proposal).Max();
        return Math.Min(Math.Max(20, lowest), highest);
    }
}
