using System.Buffers;
using System.Globalization;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Durations as Go writes them: "300ms", "1.5s", "2m30s".</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9), ("h", 3600), ("m", 60), ("s", 1)];

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
