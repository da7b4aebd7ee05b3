using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>Walks forward over held-out days, hour by hour, with what was known before each: how a season and the plain recommendation would have fared.</summary>
internal static class SeasonBackTest
{
    private const int Day = 24;
    private const int LeastHeldOutDays = 3;
    private const int MostHeldOutDays = 14;

    /// <summary>Both scores over the same hours and how many those were; null where history is too short to hold three days out after two seasons.</summary>
    public static SeasonTrial? Run(HourlyPeaks peaks, int season, RecommenderOptions options)
    {
        var first = peaks.Oldest;
        while (first < peaks.Latest && double.IsNaN(peaks.At(first)))
        {
            first++;
        }

        // The hour that is still going on has not shown its peak.
        var end = peaks.Latest;
        var start = Math.Max(first + Math.Max(2 * season, 2 * Day), end - MostHeldOutDays * Day);
        if (end - start < LeastHeldOutDays * Day)
        {
            return null;
        }

        var (plain, seasonal) = (new Tally(options), new Tally(options));
        for (var hour = start; hour < end; hour++)
        {
            var used = peaks.At(hour);
            if (!double.IsNaN(used))
            {
                plain.Add(used, PlainForecast.Percentile(peaks, hour, options.MemoryPercentiles.Target));
                seasonal.Add(used, SeasonForecast.Percentile(peaks, season, hour, options.MemoryPercentiles.Target));
            }
        }

        return new((int)(end - start), plain.Score, seasonal.Score);
    }

    private sealed class Tally(RecommenderOptions options)
    {
        private int _under;
        private double _requested;
        private double _idle;

        public SeasonScore Score => new(_under, _requested > 0 ? _idle / _requested : 0);

        public void Add(double used, double forecast)
        {
            var request = double.IsNaN(forecast) ? 0 : forecast * (1 + options.MarginFraction);
            _under += used > request ? 1 : 0;
            _requested += request;
            _idle += Math.Max(0, request - used);
        }
    }
}
