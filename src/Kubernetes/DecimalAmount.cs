using System.Globalization;
using System.Numerics;

namespace Autoscale.Kubernetes;

/// <summary>Mantissa × 10^exponent of any size: what a quantity falls back on beyond a long.</summary>
internal readonly record struct DecimalAmount(BigInteger Mantissa, int Exponent)
{
    // A quantity may claim any exponent ("1e2000000000"); shifting by more than this would only burn memory,
    // and next to such an amount a smaller one does not count.
    private const int WidestShift = 4096;

    /// <summary>The sum at the finer exponent.</summary>
    public static DecimalAmount Add(DecimalAmount left, DecimalAmount right)
    {
        if (Math.Abs((long)left.Exponent - right.Exponent) > WidestShift)
        {
            return right.Mantissa.IsZero || (!left.Mantissa.IsZero && left.Magnitude() > right.Magnitude()) ? left : right;
        }

        var exponent = Math.Min(left.Exponent, right.Exponent);
        return new(left.MantissaAt(exponent) + right.MantissaAt(exponent), exponent);
    }

    /// <summary>-1, 0 or 1 as the left amount is smaller, the same or greater.</summary>
    public static int Compare(DecimalAmount left, DecimalAmount right)
    {
        if (left.Mantissa.Sign != right.Mantissa.Sign || left.Mantissa.IsZero)
        {
            return left.Mantissa.Sign.CompareTo(right.Mantissa.Sign);
        }

        var apart = left.Magnitude() - right.Magnitude();
        if (Math.Abs(apart) > 2)
        {
            return apart > 0 ? left.Mantissa.Sign : -left.Mantissa.Sign;
        }

        var exponent = Math.Min(left.Exponent, right.Exponent);
        return left.MantissaAt(exponent).CompareTo(right.MantissaAt(exponent));
    }

    /// <summary>The amount at exactly this exponent, rounded away from zero, as inf.Dec's Round with RoundUp.</summary>
    public DecimalAmount RoundUp(int exponent)
    {
        var drop = (long)exponent - Exponent;
        if (drop <= 0)
        {
            return -drop <= WidestShift ? new(MantissaAt(exponent), exponent) : this;
        }

        if (Magnitude() + 1 < exponent)
        {
            return new(Mantissa.Sign, exponent);
        }

        var quotient = BigInteger.DivRem(Mantissa, BigInteger.Pow(10, (int)drop), out var remainder);
        return new(quotient + remainder.Sign, exponent);
    }

    /// <summary>Counts in units of 10^exponent the way upstream's scaledValue does, wrapping beyond a long.</summary>
    public long WrappedAt(int exponent)
    {
        var drop = (long)exponent - Exponent;
        if (drop <= 0)
        {
            // 10^64 and more leave nothing in the low 64 bits; from 10^19 on upstream's float conversion gives the smallest long.
            return drop < -WidestShift ? 0 : unchecked(Low64(Mantissa) * (-drop > PowersOfTen.Largest ? long.MinValue : PowersOfTen.At(-drop)));
        }

        if (Mantissa < long.MaxValue && drop <= PowersOfTen.Largest)
        {
            var (quotient, remainder) = Math.DivRem(Low64(Mantissa), PowersOfTen.At(drop));
            return remainder == 0 ? quotient : quotient + 1;
        }

        return WrappedQuotient(drop);
    }

    /// <summary>Counts in units of 10^exponent, rounded away from zero; the nearest long when there are more.</summary>
    public long SaturatedAt(int exponent)
    {
        if (Magnitude() > exponent + 21L)
        {
            return Mantissa.Sign < 0 ? long.MinValue : Mantissa.IsZero ? 0 : long.MaxValue;
        }

        return (long)BigInteger.Clamp(RoundUp(exponent).Mantissa, long.MinValue, long.MaxValue);
    }

    /// <summary>The mantissa rounded to the nearest double.</summary>
    public double MantissaAsDouble() => double.Parse(Mantissa.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The same amount with the largest exponent that a whole mantissa allows; zero has exponent 0.</summary>
    public (BigInteger Mantissa, int Exponent) WithoutTrailingZeros()
    {
        if (Mantissa.IsZero)
        {
            return (Mantissa, 0);
        }

        var digits = Mantissa.ToString(CultureInfo.InvariantCulture);
        var zeros = digits.Length - digits.AsSpan().TrimEnd('0').Length;
        return zeros == 0 ? (Mantissa, Exponent) : (BigInteger.Parse(digits.AsSpan(0, digits.Length - zeros), CultureInfo.InvariantCulture), unchecked(Exponent + zeros));
    }

    private static long Low64(BigInteger value) => unchecked((long)(ulong)(value & ulong.MaxValue));

    private long WrappedQuotient(long drop)
    {
        if (Magnitude() + 1 < Exponent + drop)
        {
            return Mantissa.Sign > 0 ? 1 : 0;
        }

        var quotient = BigInteger.DivRem(Mantissa, BigInteger.Pow(10, (int)drop), out var remainder);
        return Low64(remainder.Sign > 0 ? quotient + 1 : quotient);
    }

    // About the decimal logarithm: within one of the exact one.
    private double Magnitude() => Mantissa.IsZero ? double.NegativeInfinity : BigInteger.Log10(BigInteger.Abs(Mantissa)) + Exponent;

    private BigInteger MantissaAt(int exponent) => Mantissa * BigInteger.Pow(10, Exponent - exponent);
}
