using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>Finds the lengths at which memory repeats itself.</summary>
internal static class SeasonSearch
{
    private const int Week = 168;
    private const int Shortest = 6;
    private const double Weakest = 0.3;
    private const double Coverage = 0.8;

    /// <summary>Seasons that divide a week, the strongest first; none where more than a fifth of the hours is missing.</summary>
    public static IReadOnlyList<SeasonCandidate> In(HourlyPeaks peaks)
    {
        var series = Series(peaks);
        var correlation = Autocorrelation.Of(series);
        List<SeasonCandidate> found = [];
        for (var lag = Shortest; lag <= Week && 2 * lag <= series.Length; lag++)
        {
            if (Week % lag == 0 && correlation[lag] >= Weakest && IsPeak(correlation, lag))
            {
                found.Add(new(lag, correlation[lag]));
            }
        }

        return [.. found.OrderByDescending(season => season.Strength)];
    }

    // Logarithms: a burst of a hundred times the usual must not drown the rhythm of all other hours.
    private static double[] Series(HourlyPeaks peaks)
    {
        var first = peaks.Oldest;
        while (first <= peaks.Latest && double.IsNaN(peaks.At(first)))
        {
            first++;
        }

        var values = new double[Math.Max(0, peaks.Latest - first + 1)];
        var (sum, count) = (0.0, 0);
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Math.Log(peaks.At(first + index));
            (sum, count) = double.IsNaN(values[index]) ? (sum, count) : (sum + values[index], count + 1);
        }

        for (var index = 0; index < values.Length; index++)
        {
            values[index] = double.IsNaN(values[index]) ? sum / count : values[index];
        }

        return count < Coverage * values.Length ? [] : values;
    }

    private static bool IsPeak(double[] correlation, int lag) =>
        correlation[lag] > correlation[lag - 2] && lag + 2 < correlation.Length && correlation[lag] > correlation[lag + 2];
}
