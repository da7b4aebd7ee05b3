using System.Globalization;
using System.Text.RegularExpressions;

namespace Autoscale.Hpa.Tests;

/// <summary>Reads durations as Go writes them ("5m0s", "30s").</summary>
internal static partial class GoDuration
{
    public static TimeSpan Parse(string text) => Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) =>
        sum + (Unit(part.Groups[2].Value) * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static TimeSpan Unit(string unit) => unit switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        _ => TimeSpan.FromSeconds(1),
    };

    [GeneratedRegex("([0-9.]+)(ms|h|m|s)")]
    private static partial Regex Part();
}
