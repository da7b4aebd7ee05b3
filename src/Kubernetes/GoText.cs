using System.Globalization;
using System.Text;

namespace Autoscale.Kubernetes;

/// <summary>Writes values the way Go's fmt does, since Kubernetes' messages contain them.</summary>
public static class GoText
{
    /// <summary>A text in double quotes as Go's %q writes it.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(quoted, rune);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A list of texts as Go's encoding/json writes it; null where Go has a nil slice.</summary>
    public static string JsonArray(IReadOnlyList<string>? texts) =>
        texts is null ? "null" : $"[{string.Join(',', texts.Select(Quote))}]";

    private static void Append(StringBuilder quoted, Rune rune)
    {
        _ = rune.Value switch
        {
            '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
            '\a' => quoted.Append("\\a"),
            '\b' => quoted.Append("\\b"),
            '\f' => quoted.Append("\\f"),
            '\n' => quoted.Append("\\n"),
            '\r' => quoted.Append("\\r"),
            '\t' => quoted.Append("\\t"),
            '\v' => quoted.Append("\\v"),
            < ' ' or 0x7f => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
            _ when IsPrintable(rune) => quoted.Append(rune.ToString()),
            <= 0xffff => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
        };
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
