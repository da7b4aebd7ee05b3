namespace Autoscale.Vpa.Usage;

/// <summary>Amounts as upstream reads them of numbers: truncated, at most 10^14; null for what is not finite.</summary>
internal static class UsageAmount
{
    private const double Most = 1e14;
    private const double MilliOfCore = 1000;

    /// <summary>Thousandths of a core; a negative number of cores stays negative.</summary>
    public static long? Milli(double? cores) => Bytes(cores * MilliOfCore);

    /// <summary>Bytes; a negative number stays negative.</summary>
    public static long? Bytes(double? bytes) => bytes switch
    {
        null => null,
        { } number when !double.IsFinite(number) => null,
        < 0 => -1,
        { } number => (long)Math.Min(number, Most),
    };
}
