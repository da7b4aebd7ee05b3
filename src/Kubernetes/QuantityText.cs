using System.Buffers;

namespace Autoscale.Kubernetes;

/// <summary>The parts of a written quantity: sign, whole digits ("0" when there are none), digits after the point, suffix.</summary>
internal readonly ref struct QuantityText
{
    private static readonly SearchValues<char> SuffixLetters = SearchValues.Create("eEinumkKMGTP");

    private QuantityText(bool isNegative, bool hasDigits, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, ReadOnlySpan<char> suffix)
    {
        IsNegative = isNegative;
        HasDigits = hasDigits;
        Whole = whole;
        Fraction = fraction;
        Suffix = suffix;
    }

    /// <summary>Whether it starts with a minus.</summary>
    public bool IsNegative { get; }

    /// <summary>Whether any digit was written at all.</summary>
    public bool HasDigits { get; }

    /// <summary>Digits before the point without leading zeros, or "0".</summary>
    public ReadOnlySpan<char> Whole { get; }

    /// <summary>Digits after the point.</summary>
    public ReadOnlySpan<char> Fraction { get; }

    /// <summary>Everything after the number: letters, a sign and digits.</summary>
    public ReadOnlySpan<char> Suffix { get; }

    /// <summary>Takes a text that is not empty apart; false when something follows the suffix.</summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out QuantityText parts)
    {
        var isNegative = text[0] == '-';
        var unsigned = text[0] is '+' or '-' ? text[1..] : text;
        var rest = unsigned.TrimStart('0');
        var whole = TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = [];
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        // A lone sign is zero upstream, as is a text of nothing but zeros.
        var hasDigits = unsigned.IsEmpty || unsigned[0] == '0' || !whole.IsEmpty || !fraction.IsEmpty;
        parts = new(isNegative, hasDigits, whole.IsEmpty ? "0" : whole, fraction, rest);
        return IsSuffix(rest);
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static bool IsSuffix(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(SuffixLetters);
        rest = end < 0 ? [] : rest[end..];
        rest = rest is ['+' or '-', ..] ? rest[1..] : rest;
        return rest.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
