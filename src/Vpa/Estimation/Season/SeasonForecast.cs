using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>What memory is needed by the hour of a season: of the same hours of seasons before, the later ones counting more.</summary>
internal static class SeasonForecast
{
    /// <summary>The hours ahead that a request must last: changing it costs a pod its peace.</summary>
    public const int Ahead = 6;

    // What is in use stays in use for a while, whatever the season says.
    private const int Behind = 2;
    private const double HalfLifeHours = 168;

    /// <summary>
    /// Bytes that a fraction of past uses stayed below, in the coming hours from one on, and at least what was used in the two hours
    /// before; NaN where a coming hour was never seen.
    /// </summary>
    public static double Percentile(HourlyPeaks peaks, int season, long from, double fraction)
    {
        var most = 0.0;
        for (var hour = from; hour < from + Ahead; hour++)
        {
            most = Math.Max(most, OfHour(peaks, season, hour, from, fraction));
        }

        for (var hour = from - Behind; hour < from; hour++)
        {
            most = peaks.At(hour) is var used && used > most ? used : most;
        }

        return most;
    }

    /// <summary>The same from the hour on that is going on, with what it has shown already.</summary>
    public static double Now(HourlyPeaks peaks, int season, double fraction) =>
        Math.Max(Percentile(peaks, season, peaks.Latest, fraction), peaks.At(peaks.Latest));

    private static double OfHour(HourlyPeaks peaks, int season, long hour, long from, double fraction)
    {
        Span<(double Value, double Weight)> seen = stackalloc (double, double)[HourlyPeaks.Hours / 6 + 1];
        var (count, total) = (0, 0.0);
        for (var past = hour - season; past >= peaks.Oldest; past -= season)
        {
            var value = past < from ? peaks.At(past) : double.NaN;
            if (!double.IsNaN(value))
            {
                var weight = Math.Pow(2, (past - hour) / HalfLifeHours);
                seen[count++] = (value, weight);
                total += weight;
            }
        }

        return Weighted.Percentile(seen[..count], fraction * total);
    }
}
