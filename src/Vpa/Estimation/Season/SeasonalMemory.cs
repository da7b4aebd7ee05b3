using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>Percentiles of memory by the hour of a season, where one may be followed.</summary>
internal static class SeasonalMemory
{
    // A kill is news that no past week has told.
    private static readonly TimeSpan AfterKill = TimeSpan.FromDays(1);
    private static readonly SeasonVerdict NoHours = new(0, "the peaks of hours are not known; the plain recommendation holds");
    private static readonly SeasonVerdict Killed = new(0, "an out-of-memory kill was less than a day ago; the plain recommendation holds");

    /// <summary>Whether memory follows a season, and why; null where none is looked for.</summary>
    public static SeasonVerdict? VerdictOf(ContainerEvidence evidence, RecommenderOptions options)
    {
        if (options.Season == SeasonMode.Off)
        {
            return null;
        }

        if (evidence.Hours is not { } hours)
        {
            return NoHours;
        }

        var now = DateTimeOffset.UnixEpoch.AddHours(hours.Latest);
        return evidence.LastOomKill > now - AfterKill ? Killed : hours.OncePerDay(options, SeasonVerdict.Of);
    }

    /// <summary>The percentiles in bytes for the hours to come; null where no season is followed, or one of those hours was never seen.</summary>
    public static Percentiles? Of(ContainerEvidence evidence, RecommenderOptions options)
    {
        if (VerdictOf(evidence, options) is not { IsUsed: true } season || evidence.Hours is not { } hours)
        {
            return null;
        }

        var at = options.MemoryPercentiles;
        Percentiles memory = new(
            SeasonForecast.Now(hours, season.Hours, at.Target),
            SeasonForecast.Now(hours, season.Hours, at.LowerBound),
            SeasonForecast.Now(hours, season.Hours, at.UpperBound));
        return double.IsNaN(memory.Target) ? null : memory;
    }
}
