using System.Globalization;
using System.Numerics;

namespace Autoscale.Kubernetes;

/// <summary>Reads quantities as resource.ParseQuantity does.</summary>
internal static class QuantityParser
{
    private const string FormatWrong =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private const string SuffixWrong = "unable to parse quantity's suffix";
    private const string NumberWrong = "unable to parse numeric part of quantity";

    private static readonly DecimalAmount LargestBinary = new(long.MaxValue, 0);
    private static readonly DecimalAmount One = new(1, 0);

    /// <summary>Reads a quantity; false with Kubernetes' own error text when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity value, out string? error)
    {
        value = default;
        error = null;
        if (text.IsEmpty || !QuantityText.TrySplit(text, out var parts))
        {
            error = FormatWrong;
        }
        else if (!QuantitySuffix.TryRead(parts.Suffix, out var exponent, out var format))
        {
            error = SuffixWrong;
        }
        else if (!TryReadSmall(text, parts, exponent, format, out value))
        {
            error = parts.HasDigits ? null : NumberWrong;
            value = parts.HasDigits ? ReadLarge(parts, exponent, format) : default;
        }

        return error is null;
    }

    // The numbers that surely fit a long. Upstream keeps the text of those that look canonical to it, so we do, too.
    private static bool TryReadSmall(ReadOnlySpan<char> text, QuantityText parts, int exponent, QuantityFormat format, out Quantity value)
    {
        var isBinary = format == QuantityFormat.BinarySI;
        var ten = unchecked((isBinary ? 0 : exponent) - parts.Fraction.Length);
        value = default;
        if (!HasRoom(parts, exponent, isBinary) || ten < Quantity.Nano)
        {
            return false;
        }

        var digits = ReadDigits(parts.Fraction, ReadDigits(parts.Whole, 0));
        var mantissa = digits * (isBinary ? 1L << exponent : 1);
        var keepsText = isBinary ? (digits & 7) != 0 : ten % 3 == 0 && digits % 1000 != 0 && parts.Whole[0] != '0';
        value = new(parts.IsNegative ? -mantissa : mantissa, ten, format, keepsText ? text.ToString() : null);
        return true;
    }

    private static bool HasRoom(QuantityText parts, int exponent, bool isBinary) => isBinary
        ? parts.Fraction.IsEmpty && 15 - parts.Whole.Length - (exponent * 3 / 10) - 1 >= 0
        : parts.Whole.Length + parts.Fraction.Length <= PowersOfTen.Largest;

    private static long ReadDigits(ReadOnlySpan<char> digits, long value)
    {
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private static Quantity ReadLarge(QuantityText parts, int exponent, QuantityFormat format)
    {
        var isBinary = format == QuantityFormat.BinarySI;
        var digits = BigInteger.Parse(string.Concat(parts.Whole, parts.Fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        var amount = new DecimalAmount(isBinary ? digits << exponent : digits, unchecked((isBinary ? 0 : exponent) - parts.Fraction.Length));
        if (!digits.IsZero)
        {
            // Whoever asks for something gets something: less than a billionth becomes one.
            amount = amount.RoundUp(Quantity.Nano);
        }

        if (isBinary && DecimalAmount.Compare(amount, LargestBinary) > 0)
        {
            amount = LargestBinary;
        }

        if (isBinary && !digits.IsZero && DecimalAmount.Compare(amount, One) < 0)
        {
            format = QuantityFormat.DecimalSI;
        }

        return new(parts.IsNegative ? amount with { Mantissa = -amount.Mantissa } : amount, format);
    }
}
