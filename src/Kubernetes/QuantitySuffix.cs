using System.Globalization;

namespace Autoscale.Kubernetes;

/// <summary>Reads and writes the suffixes of the three formats.</summary>
internal static class QuantitySuffix
{
    private const string Binary = "KMGTPE";

    /// <summary>Reads a suffix: the exponent is of ten, or of two when the format is binary.</summary>
    public static bool TryRead(ReadOnlySpan<char> suffix, out int exponent, out QuantityFormat format)
    {
        (exponent, format) = suffix switch
        {
            "" => (0, QuantityFormat.DecimalSI),
            "n" => (-9, QuantityFormat.DecimalSI),
            "u" => (-6, QuantityFormat.DecimalSI),
            "m" => (-3, QuantityFormat.DecimalSI),
            "k" => (3, QuantityFormat.DecimalSI),
            "M" => (6, QuantityFormat.DecimalSI),
            "G" => (9, QuantityFormat.DecimalSI),
            "T" => (12, QuantityFormat.DecimalSI),
            "P" => (15, QuantityFormat.DecimalSI),
            "E" => (18, QuantityFormat.DecimalSI),
            [var letter, 'i'] when Binary.Contains(letter, StringComparison.Ordinal) =>
                (10 * (Binary.IndexOf(letter, StringComparison.Ordinal) + 1), QuantityFormat.BinarySI),
            _ => (0, QuantityFormat.DecimalExponent),
        };
        return format != QuantityFormat.DecimalExponent || TryReadExponent(suffix, out exponent);
    }

    /// <summary>The suffix of 10^exponent; nothing where the format has none, as upstream.</summary>
    public static string OfTen(int exponent, QuantityFormat format) => (format, exponent) switch
    {
        (_, 0) => "",
        (QuantityFormat.DecimalExponent, _) => string.Create(CultureInfo.InvariantCulture, $"e{exponent}"),
        (_, -9) => "n",
        (_, -6) => "u",
        (_, -3) => "m",
        (_, 3) => "k",
        (_, 6) => "M",
        (_, 9) => "G",
        (_, 12) => "T",
        (_, 15) => "P",
        (_, 18) => "E",
        _ => "",
    };

    /// <summary>The suffix of 1024^power; nothing where there is none, as upstream.</summary>
    public static string Of1024(int power) => power is > 0 and <= 6 ? $"{Binary[power - 1]}i" : "";

    private static bool TryReadExponent(ReadOnlySpan<char> suffix, out int exponent)
    {
        exponent = 0;
        if (suffix.Length < 2 || suffix[0] is not ('e' or 'E')
            || !long.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read))
        {
            return false;
        }

        exponent = unchecked((int)read);
        return true;
    }
}
