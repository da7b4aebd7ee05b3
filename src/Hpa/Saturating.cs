namespace Autoscale.Hpa;

/// <summary>Arithmetic that stops at the end of its range: a number that is too big must never become a small one.</summary>
public static class Saturating
{
    /// <summary>The next whole number of replicas within 32 bits; NaN gives the fallback.</summary>
    public static int Replicas(double value, int fallback) =>
        double.IsNaN(value) ? fallback : (int)Math.Clamp(Math.Ceiling(value), int.MinValue, int.MaxValue);

    /// <summary>Cuts a wide number to 64 bits.</summary>
    public static long ToInt64(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);

    /// <summary>Adds without leaving 64 bits.</summary>
    public static long Add(long left, long right)
    {
        var sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) >= 0 ? sum : left < 0 ? long.MinValue : long.MaxValue;
    }

    /// <summary>value × numerator / denominator, rounded toward zero, without leaving 64 bits on the way or at the end.</summary>
    public static long Scale(long value, long numerator, long denominator)
    {
        var product = Math.BigMul(value, numerator);
        return product >= long.MinValue && product <= long.MaxValue ? (long)product / denominator : ToInt64(product / denominator);
    }
}
