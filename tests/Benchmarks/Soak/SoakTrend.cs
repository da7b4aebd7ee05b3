using System.Globalization;

namespace Autoscale.Benchmarks.Soak;

/// <summary>Whether a figure stays what it is: the slope of the straight line through it, and how its last quarter differs from its first.</summary>
internal sealed record SoakTrend(string What, double SlopePerHour, double First, double Last, bool IsFlat)
{
    /// <summary>The trend of a figure; it is flat when neither the line nor the quarters rise by more than a share of the first quarter and a little.</summary>
    public static SoakTrend Of(string what, IReadOnlyList<SoakSample> samples, Func<SoakSample, double> figure, (double Share, double Little) bearable)
    {
        var (hours, values) = (samples.Select(sample => sample.Hours).ToArray(), samples.Select(figure).ToArray());
        var (middle, mean) = (hours.Average(), values.Average());
        var spread = hours.Sum(hour => (hour - middle) * (hour - middle));
        var slope = hours.Zip(values, (hour, value) => (hour - middle) * (value - mean)).Sum() / spread;
        var quarter = Math.Max(1, values.Length / 4);
        var (first, last) = (values.Take(quarter).Average(), values.TakeLast(quarter).Average());
        var limit = (first * bearable.Share) + bearable.Little;
        return new(what, slope, first, last, last - first <= limit && slope * (hours[^1] - hours[0]) <= limit);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{What,-16}{(IsFlat ? "flat  " : "RISING")}  slope {SlopePerHour,9:+0.00;-0.00} per hour, first quarter {First,9:0.00}, last quarter {Last,9:0.00} ({Last - First:+0.00;-0.00})");
}
