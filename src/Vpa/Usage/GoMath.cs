namespace Autoscale.Vpa.Usage;

/// <summary>
/// Powers as Go's math package rounds them, to the last bit: bucket borders and weights in checkpoints of VPA come from it, and
/// neither <see cref="Math.Pow"/> nor the platform's library gives the same.
/// </summary>
internal static class GoMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double LargestExponent = 1.0239999999999999e+03;
    private const double SmallestExponent = -1.0740e+03;

    /// <summary>A positive number to a whole power of 0 or more: squares of the mantissa, the exponent added up beside it.</summary>
    public static double Power(double number, int power)
    {
        var (mantissa, exponent) = Split(number);
        var (result, resultExponent) = (1.0, 0);
        for (var rest = power; rest != 0; rest >>= 1)
        {
            if ((rest & 1) == 1)
            {
                result *= mantissa;
                resultExponent += exponent;
            }

            mantissa *= mantissa;
            exponent <<= 1;
            if (mantissa < 0.5)
            {
                mantissa += mantissa;
                exponent--;
            }
        }

        return Math.ScaleB(result, resultExponent);
    }

    /// <summary>Two to any power: FreeBSD's rational approximation of the exponential around 0, scaled.</summary>
    public static double Exp2(double power)
    {
        if (power > LargestExponent)
        {
            return double.PositiveInfinity;
        }

        if (power < SmallestExponent)
        {
            return 0;
        }

        var whole = power switch
        {
            > 0 => (int)(power + 0.5),
            < 0 => (int)(power - 0.5),
            _ => 0,
        };
        var rest = power - whole;
        return ExponentialTimesPower(rest * Ln2High, -rest * Ln2Low, whole);
    }

    private static double ExponentialTimesPower(double high, double low, int power)
    {
        const double P1 = 1.66666666666666657415e-01;
        const double P2 = -2.77777777770155933842e-03;
        const double P3 = 6.61375632143793436117e-05;
        const double P4 = -1.65339022054652515390e-06;
        const double P5 = 4.13813679705723846039e-08;
        var reduced = high - low;
        var square = reduced * reduced;
        var correction = reduced - (square * (P1 + (square * (P2 + (square * (P3 + (square * (P4 + (square * P5)))))))));
        var result = 1 - (low - (reduced * correction / (2 - correction)) - high);
        return Math.ScaleB(result, power);
    }

    // The number as a mantissa in [0.5, 1) and a power of two.
    private static (double Mantissa, int Exponent) Split(double number)
    {
        var exponent = Math.ILogB(number) + 1;
        return (Math.ScaleB(number, -exponent), exponent);
    }
}
