using System.Collections.Immutable;

namespace Autoscale.Hpa;

/// <summary>
/// Recommendations and changes of one autoscaler; immutable. Places are re-used in upstream's order, since a window that is
/// widened later sees what was kept; nothing survives a restart, as upstream.
/// </summary>
public sealed record ScalingHistory
{
    // Beyond this many, recommendations that cannot matter any more are dropped: acting at once may add many within a window.
    private const int Crowded = 128;

    /// <summary>The history of an autoscaler that was never reconciled.</summary>
    public static ScalingHistory Empty { get; } = new();

    /// <summary>Recommendations, in order of their places.</summary>
    public ImmutableArray<Recommendation> Recommendations { get; private init; } = [];

    /// <summary>Changes upwards.</summary>
    public ImmutableArray<ScaleChange> Ups { get; private init; } = [];

    /// <summary>Changes downwards; the numbers are positive.</summary>
    public ImmutableArray<ScaleChange> Downs { get; private init; } = [];

    /// <summary>Begins with what the target has at the first look, so that a fresh controller does not scale down at once.</summary>
    public ScalingHistory Seeded(int current, DateTimeOffset now) =>
        Recommendations.IsEmpty ? this with { Recommendations = [new(current, now)] } : this;

    /// <summary>Adds a recommendation, in the last place that no window reaches if there is one.</summary>
    public ScalingHistory WithRecommendation(int replicas, DateTimeOffset now, DateTimeOffset outdatedBefore)
    {
        var place = -1;
        for (var i = 0; i < Recommendations.Length; i++)
        {
            place = Recommendations[i].Time < outdatedBefore ? i : place;
        }

        var entry = new Recommendation(replicas, now);
        var next = place < 0 ? Recommendations.Add(entry) : Recommendations.SetItem(place, entry);
        return this with { Recommendations = next.Length > Crowded ? WithoutDominated(next) : next };
    }

    /// <summary>Notes a change of replicas, in the last place that no policy's period reaches if there is one.</summary>
    public ScalingHistory WithChange(int from, int to, TimeSpan longestPeriod, DateTimeOffset now) => to > from
        ? this with { Ups = Noted(Ups, to - from, now - longestPeriod, now) }
        : this with { Downs = Noted(Downs, from - to, now - longestPeriod, now) };

    /// <summary>Replicas added within a period before now.</summary>
    public long AddedWithin(TimeSpan period, DateTimeOffset now) => Sum(Ups, now - period);

    /// <summary>Replicas added less replicas removed within a period before now.</summary>
    public long NetChangeWithin(TimeSpan period, DateTimeOffset now) => Sum(Ups, now - period) - Sum(Downs, now - period);

    private static ImmutableArray<ScaleChange> Noted(
        ImmutableArray<ScaleChange> changes, int replicas, DateTimeOffset outdatedBefore, DateTimeOffset now)
    {
        var place = -1;
        var marked = changes.ToBuilder();
        for (var i = 0; i < marked.Count; i++)
        {
            marked[i] = marked[i] with { IsOutdated = marked[i].IsOutdated || marked[i].Time < outdatedBefore };
            place = marked[i].IsOutdated ? i : place;
        }

        var entry = new ScaleChange(replicas, now, IsOutdated: false);
        if (place < 0)
        {
            marked.Add(entry);
        }
        else
        {
            marked[place] = entry;
        }

        return marked.ToImmutable();
    }

    private static long Sum(ImmutableArray<ScaleChange> changes, DateTimeOffset after)
    {
        var sum = 0L;
        foreach (var change in changes)
        {
            sum += change.Time > after ? change.Replicas : 0;
        }

        return sum;
    }

    // An entry with a newer one at least as high and a newer one at least as low decides neither a maximum nor a minimum.
    private static ImmutableArray<Recommendation> WithoutDominated(ImmutableArray<Recommendation> entries)
    {
        var kept = new HashSet<int>();
        var (highest, lowest) = (int.MinValue, int.MaxValue);
        foreach (var i in Enumerable.Range(0, entries.Length).OrderByDescending(i => entries[i].Time).ThenByDescending(i => i))
        {
            if (entries[i].Replicas > highest || entries[i].Replicas < lowest)
            {
                kept.Add(i);
                (highest, lowest) = (Math.Max(highest, entries[i].Replicas), Math.Min(lowest, entries[i].Replicas));
            }
        }

        return [.. entries.Where((_, i) => kept.Contains(i))];
    }
}
