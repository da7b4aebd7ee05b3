using System.Globalization;

namespace Autoscale.Metrics.Apis;

/// <summary>Durations as Go's time.Duration writes them.</summary>
internal static class GoDuration
{
    /// <summary>E.g. "15s", "1m0.5s", "300ms", "0s".</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
        {
            return "-" + Write(-duration);
        }

        var ticks = duration.Ticks;
        return ticks switch
        {
            0 => "0s",
            < TimeSpan.TicksPerMillisecond => Number(ticks / (decimal)TimeSpan.TicksPerMicrosecond) + "µs",
            < TimeSpan.TicksPerSecond => Number(ticks / (decimal)TimeSpan.TicksPerMillisecond) + "ms",
            < TimeSpan.TicksPerMinute => Seconds(ticks),
            < TimeSpan.TicksPerHour => $"{ticks / TimeSpan.TicksPerMinute}m{Seconds(ticks % TimeSpan.TicksPerMinute)}",
            _ => $"{ticks / TimeSpan.TicksPerHour}h{duration.Minutes}m{Seconds(ticks % TimeSpan.TicksPerMinute)}",
        };
    }

    private static string Seconds(long ticks) => Number(ticks / (decimal)TimeSpan.TicksPerSecond) + "s";

    private static string Number(decimal number) => number.ToString("0.#######", CultureInfo.InvariantCulture);
}
