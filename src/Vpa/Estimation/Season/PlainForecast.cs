using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>What the plain recommendation would have been at an hour: a percentile of the peaks of days, of which every day before counts half as much.</summary>
internal static class PlainForecast
{
    private const int Day = 24;
    private const int Days = HourlyPeaks.Hours / Day;

    /// <summary>Bytes; the day that the hour is in counts as far as it has come. NaN where nothing was seen before.</summary>
    public static double Percentile(HourlyPeaks peaks, long from, double fraction)
    {
        Span<(double Value, double Weight)> seen = stackalloc (double, double)[Days + 1];
        var (count, total, weight) = (0, 0.0, 1.0);
        for (long start = from / Day * Day, end = from; end > peaks.Oldest; end = start, start -= Day, weight /= 2)
        {
            var peak = Greatest(peaks, Math.Max(start, peaks.Oldest), end);
            if (peak > 0)
            {
                seen[count++] = (peak, weight);
                total += weight;
            }
        }

        return Weighted.Percentile(seen[..count], fraction * total);
    }

    private static double Greatest(HourlyPeaks peaks, long from, long end)
    {
        var most = 0.0;
        for (var hour = from; hour < end; hour++)
        {
            most = peaks.At(hour) is var used && used > most ? used : most;
        }

        return most;
    }
}
