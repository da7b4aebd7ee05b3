using System.Globalization;
using System.Text;

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>Reads the strings that stand in expressions: in single, double or triple quotes, raw or with escapes.</summary>
internal static class CelStrings
{
    private const string Simple = "abfnrtv\\?\"'`";
    private const string Meant = "\a\b\f\n\r\t\v\\?\"'`";
    private const int OctalDigits = 3;

    /// <summary>The string that begins at a place, and where the text goes on.</summary>
    public static string Read(string text, int start, out int end)
    {
        var isRaw = text[start] is 'r' or 'R';
        var at = isRaw ? start + 1 : start;
        var quote = text[at].ToString();
        var triple = quote + quote + quote;
        quote = string.CompareOrdinal(text, at, triple, 0, triple.Length) == 0 ? triple : quote;
        at += quote.Length;
        var result = new StringBuilder();
        while (string.CompareOrdinal(text, at, quote, 0, quote.Length) != 0)
        {
            if (at >= text.Length || (quote.Length == 1 && text[at] is '\n' or '\r'))
            {
                throw new CelProblem(start, $"Syntax error: token recognition error at: '{text[start..at]}'");
            }

            at = text[at] == '\\' && !isRaw ? Escape(text, at + 1, result) : Plain(text, at, result);
        }

        end = at + quote.Length;
        return result.ToString();
    }

    private static int Plain(string text, int at, StringBuilder result)
    {
        result.Append(text[at]);
        return at + 1;
    }

    private static int Escape(string text, int at, StringBuilder result)
    {
        var letter = at < text.Length ? text[at] : '\0';
        if (Simple.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var index)
        {
            result.Append(Meant[index]);
            return at + 1;
        }

        var (skip, length, style, number) = letter switch
        {
            'x' or 'X' => (1, 2, NumberStyles.AllowHexSpecifier, 16),
            'u' => (1, 4, NumberStyles.AllowHexSpecifier, 16),
            'U' => (1, 8, NumberStyles.AllowHexSpecifier, 16),
            >= '0' and <= '3' => (0, OctalDigits, NumberStyles.None, 8),
            _ => (0, 0, NumberStyles.None, 0),
        };
        var digits = at + skip + length <= text.Length ? text.Substring(at + skip, length) : "";
        if (digits.Length == 0 || !TryRead(digits, style, number, out var code) || !Rune.IsValid(code))
        {
            throw new CelProblem(at - 1, "Syntax error: unable to unescape string");
        }

        result.Append(new Rune(code).ToString());
        return at + skip + length;
    }

    private static bool TryRead(string digits, NumberStyles style, int radix, out int code)
    {
        code = 0;
        if (radix == 16)
        {
            return int.TryParse(digits, style, CultureInfo.InvariantCulture, out code);
        }

        foreach (var digit in digits)
        {
            code = (code * radix) + (digit - '0');
        }

        return digits.All(digit => digit is >= '0' and <= '7');
    }
}
