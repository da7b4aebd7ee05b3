namespace Autoscale.Vpa.Estimation;

/// <summary>Amounts as upstream's recommender reckons them: whole millicores and bytes, 0 to 10^14, cut off after every step.</summary>
internal static class ResourceAmount
{
    /// <summary>The most that any amount is; what an upper bound is while nothing is known.</summary>
    public const long Most = 100_000_000_000_000;

    /// <summary>Cuts the fraction off; what is no number is nothing.</summary>
    public static long From(double amount) => amount > Most ? Most : amount > 0 ? unchecked((long)amount) : 0;

    /// <summary>Millicores of cores.</summary>
    public static long FromCores(double cores) => From(cores * 1000.0);

    /// <summary>So many times the amount.</summary>
    public static long Scale(long amount, double factor) => From(amount * factor);

    /// <summary>The next multiple of the scale; the amount itself where the scale is none.</summary>
    public static long RoundUp(long amount, long scale) =>
        scale <= 1 || amount == 0 ? amount : Saturate(Math.Ceiling(amount / (double)scale), scale);

    private static long Saturate(double multiples, long scale) => multiples * scale >= long.MaxValue ? long.MaxValue : (long)multiples * scale;
}
