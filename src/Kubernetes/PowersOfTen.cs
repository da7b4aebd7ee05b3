namespace Autoscale.Kubernetes;

/// <summary>Moves long mantissas between decimal exponents, with upstream's rounding and overflow.</summary>
internal static class PowersOfTen
{
    /// <summary>The largest power of ten that a long holds.</summary>
    public const int Largest = 18;

    // Upstream multiplies by these in one step and so wraps; other factors it multiplies one by one and gives up with 0.
    private const int OneStepFactors = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 6 | 1 << 9;

    private static readonly long[] Table =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    private static readonly double[] Units =
    [
        1e00, 1e01, 1e02, 1e03, 1e04, 1e05, 1e06, 1e07, 1e08, 1e09, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31,
    ];

    private static readonly double[] Rises = [1e00, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288];

    private static readonly double[] Falls =
        [1e-00, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288, 1e-320];

    /// <summary>10^power for 0 to 18.</summary>
    public static long At(long power) => Table[(int)power];

    /// <summary>10^exponent as Go's math.Pow10 gives it, of two table entries, so that doubles agree to the last bit.</summary>
    public static double Approximate(int exponent) => exponent switch
    {
        > 308 => double.PositiveInfinity,
        >= 0 => Rises[exponent / 32] * Units[exponent % 32],
        >= -323 => Falls[-exponent / 32] / Units[-exponent % 32],
        _ => 0,
    };

    /// <summary>Multiplies by 10^power; false when the product outgrows a long.</summary>
    public static bool TryMultiply(long value, long power, out long product)
    {
        product = 0;
        if (value == 0)
        {
            return true;
        }

        if (power > Largest)
        {
            return false;
        }

        var high = Math.BigMul(value, At(power), out var low);
        product = low;
        return high == low >> 63;
    }

    /// <summary>Multiplies by 10^power; where the product outgrows a long, what upstream's code leaves: wrapped or 0.</summary>
    public static long WrappedProduct(long value, long power)
    {
        if (power <= 9 && (OneStepFactors >> (int)power & 1) != 0)
        {
            return unchecked(value * At(power));
        }

        return TryMultiply(value, power, out var product) ? product : 0;
    }

    /// <summary>Divides by 10^power, away from zero when it does not come out even.</summary>
    public static (long Quotient, bool Exact) Divide(long value, long power)
    {
        if (power > Largest)
        {
            return (Math.Sign(value), value == 0);
        }

        var (quotient, remainder) = Math.DivRem(value, At(power));
        return (quotient + Math.Sign(remainder), remainder == 0);
    }

    /// <summary>Takes the factors of ten out of a mantissa and counts them; zero has none.</summary>
    public static (long Mantissa, int Zeros) WithoutTrailingZeros(long value)
    {
        var zeros = 0;
        while (value != 0 && value % 10 == 0)
        {
            value /= 10;
            zeros++;
        }

        return (value, zeros);
    }
}
