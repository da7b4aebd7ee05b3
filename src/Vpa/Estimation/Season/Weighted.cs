namespace Autoscale.Vpa.Estimation.Season;

/// <summary>Percentiles of a handful of weighted values.</summary>
internal static class Weighted
{
    /// <summary>The least value up to which the weights reach the threshold; NaN of none. Sorts the values.</summary>
    public static double Percentile(Span<(double Value, double Weight)> values, double threshold)
    {
        values.Sort(static (left, right) => left.Value.CompareTo(right.Value));
        var sum = 0.0;
        foreach (var (value, weight) in values)
        {
            sum += weight;
            if (sum >= threshold)
            {
                return value;
            }
        }

        return values.IsEmpty ? double.NaN : values[^1].Value;
    }
}
