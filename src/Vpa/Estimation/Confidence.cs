namespace Autoscale.Vpa.Estimation;

/// <summary>How far history is to be trusted: in confidence intervals, the lesser of the time it spans and of its samples at one a minute.</summary>
internal static class Confidence
{
    /// <summary>0 without samples, 1 for an interval full of them.</summary>
    public static double Of(DateTimeOffset? first, DateTimeOffset? last, long samples, TimeSpan interval)
    {
        if (first is not { } start || last is not { } end)
        {
            return 0;
        }

        var span = (double)(end - start).Ticks / interval.Ticks;
        return Math.Min(span, samples / Minutes(interval));
    }

    // Whole minutes and the rest apart, as Go's Duration.Minutes adds them up.
    private static double Minutes(TimeSpan interval) =>
        interval.Ticks / TimeSpan.TicksPerMinute + interval.Ticks % TimeSpan.TicksPerMinute / (double)TimeSpan.TicksPerMinute;
}
