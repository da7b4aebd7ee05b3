using System.Buffers;
using System.Globalization;

namespace Autoscale.Kubernetes;

/// <summary>Durations as Go's time.Duration writes them: "300ms", "1.5s", "2m30s".</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9), ("h", 3600), ("m", 60), ("s", 1)];

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

    /// <summary>Reads a duration that is not negative and shorter than a year; false when it is malformed.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        var seconds = 0.0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            rest = rest[digits..];
            if (UnitOf(rest) is not { } unit)
            {
                return false;
            }

            seconds += amount * unit.Seconds;
            rest = rest[unit.Unit.Length..];
        }

        var isSensible = text.Length > 0 && seconds < TimeSpan.FromDays(366).TotalSeconds;
        value = isSensible ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return isSensible;
    }

    private static string Seconds(long ticks) => Number(ticks / (decimal)TimeSpan.TicksPerSecond) + "s";

    private static string Number(decimal number) => number.ToString("0.#######", CultureInfo.InvariantCulture);

    private static (string Unit, double Seconds)? UnitOf(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Unit, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return null;
    }
}
