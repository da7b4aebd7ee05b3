using System.Globalization;
using System.Numerics;

namespace Autoscale.Kubernetes;

/// <summary>Writes quantities as CanonicalizeBytes does: no fraction, no precision lost, the largest suffix.</summary>
internal static class QuantityWriter
{
    private static readonly Quantity Kibi = Quantity.FromLong(1024);

    /// <summary>The canonical form.</summary>
    public static string Write(Quantity quantity)
    {
        if (quantity.IsZero)
        {
            return "0";
        }

        if (quantity.Format != QuantityFormat.BinarySI)
        {
            return WriteDecimal(quantity, quantity.Format);
        }

        // Small and broken amounts have no binary form that would not round them.
        var isSmall = quantity < Kibi && -quantity < Kibi;
        return !isSmall && TryWriteBinary(quantity, out var text) ? text : WriteDecimal(quantity, QuantityFormat.DecimalSI);
    }

    private static string WriteDecimal(Quantity quantity, QuantityFormat format)
    {
        if (quantity.TryGetSmall(out var mantissa, out var exponent))
        {
            var (digits, zeros) = PowersOfTen.WithoutTrailingZeros(mantissa);
            var ten = unchecked(exponent + zeros);
            var excess = Excess(ten);
            if (PowersOfTen.TryMultiply(digits, excess, out var amount))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{amount}{QuantitySuffix.OfTen(unchecked(ten - excess), format)}");
            }
        }

        return WriteLargeDecimal(quantity.Amount.WithoutTrailingZeros(), format);
    }

    private static string WriteLargeDecimal((BigInteger Mantissa, int Exponent) amount, QuantityFormat format)
    {
        var excess = Excess(amount.Exponent);
        var digits = amount.Mantissa * PowersOfTen.At(excess);
        return string.Create(CultureInfo.InvariantCulture, $"{digits}{QuantitySuffix.OfTen(unchecked(amount.Exponent - excess), format)}");
    }

    private static bool TryWriteBinary(Quantity quantity, out string text)
    {
        text = "";
        var whole = quantity.RoundUp(0);
        if (whole != quantity)
        {
            return false;
        }

        if (whole.TryGetInt64(out var units))
        {
            var power = (int)long.TrailingZeroCount(units) / 10;
            text = string.Create(CultureInfo.InvariantCulture, $"{units >> (10 * power)}{QuantitySuffix.Of1024(power)}");
            return true;
        }

        var large = whole.Amount.RoundUp(0).Mantissa;
        var largePower = (int)BigInteger.TrailingZeroCount(large) / 10;
        text = string.Create(CultureInfo.InvariantCulture, $"{large >> (10 * largePower)}{QuantitySuffix.Of1024(largePower)}");
        return true;
    }

    // How far the exponent is above a multiple of three, 0 to 2.
    private static int Excess(int exponent) => ((exponent % 3) + 3) % 3;
}
