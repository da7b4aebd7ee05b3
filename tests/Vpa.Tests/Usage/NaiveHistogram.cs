using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

/// <summary>A second histogram, as one would write it down: weights by bucket in a table, aged as seen from one instant.</summary>
internal sealed class NaiveHistogram(HistogramBuckets buckets, TimeSpan halfLife, DateTime now)
{
    private readonly SortedDictionary<double, double> _weightByEnd = [];

    public void Add(double value, double weight, DateTime time)
    {
        var bucket = Enumerable.Range(0, buckets.Count).Last(candidate => buckets.Start(candidate) <= value);
        var end = buckets.End(bucket);
        _weightByEnd[end] = _weightByEnd.GetValueOrDefault(end) + (weight * Math.Pow(2, -((now - time) / halfLife)));
    }

    /// <summary>Whether a percentile is right, or as near to right as the rounding of sums allows.</summary>
    public bool Allows(double fraction, double percentile)
    {
        var (total, below) = (_weightByEnd.Values.Sum(), _weightByEnd.Where(pair => pair.Key < percentile).Sum(pair => pair.Value));
        if (total == 0)
        {
            return percentile == 0;
        }

        var within = _weightByEnd.GetValueOrDefault(percentile);
        return within > 0 && below <= (fraction * total) + (1e-9 * total) && below + within >= (fraction * total) - (1e-9 * total);
    }
}
