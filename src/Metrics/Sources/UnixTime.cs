namespace Autoscale.Metrics.Sources;

/// <summary>Times as Prometheus' text has them.</summary>
internal static class UnixTime
{
    private const long MillisecondsOfAllYears = 253_402_300_800_000;

    /// <summary>The time (UTC) by its milliseconds since 1970; null before that and after the year 9999.</summary>
    public static DateTime? Of(long milliseconds) => milliseconds is >= 0 and < MillisecondsOfAllYears
        ? DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond)
        : null;
}
