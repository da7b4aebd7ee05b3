using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Autoscale.Kubernetes;

/// <summary>A parsed field selector ("metadata.name=a,spec.nodeName!=b"), after k8s.io/apimachinery/pkg/fields.</summary>
public sealed class FieldSelector
{
    private FieldSelector(IReadOnlyList<FieldRequirement> requirements) => Requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The terms, all of which must hold, sorted by their text.</summary>
    public IReadOnlyList<FieldRequirement> Requirements { get; }

    /// <summary>Whether every object is selected.</summary>
    public bool IsEmpty => Requirements.Count == 0;

    /// <summary>Makes the selector of one field that must have the value.</summary>
    public static FieldSelector Equal(string field, string value) => new([new(field, IsEqual: true, value)]);

    /// <summary>Reads the text form, empty terms ignored; throws <see cref="FormatException"/> with Kubernetes' own text.</summary>
    public static FieldSelector Parse(string text) =>
        TryParse(text, out var selector, out var error) ? selector : throw new FormatException(error);

    /// <summary>Reads the text form, empty terms ignored; false with Kubernetes' own error text when it is malformed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldSelector? selector, out string? error)
    {
        selector = null;
        error = null;
        List<FieldRequirement> requirements = [];
        foreach (var term in SplitTerms(text).Order(StringComparer.Ordinal).Where(term => term.Length > 0))
        {
            if (!TryParseTerm(term, out var requirement, out error))
            {
                error ??= $"invalid selector: '{text}'; can't understand '{term}'";
                return false;
            }

            requirements.Add(requirement);
        }

        selector = new(requirements);
        return true;
    }

    /// <summary>Whether an object is selected whose fields are looked up by name; "" stands for a field without a value.</summary>
    public bool Matches(Func<string, string> field) =>
        Requirements.All(requirement => string.Equals(field(requirement.Field), requirement.Value, StringComparison.Ordinal) == requirement.IsEqual);

    /// <summary>The one value that a field must have; null where it may have others.</summary>
    public string? ExactValue(string field) =>
        Requirements.FirstOrDefault(requirement => requirement.IsEqual && requirement.Field == field)?.Value;

    /// <summary>The text form.</summary>
    public override string ToString() => string.Join(',', Requirements);

    /// <summary>A value with its backslashes, commas and equal signs escaped.</summary>
    internal static string Escape(string value) => value
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace(",", @"\,", StringComparison.Ordinal)
        .Replace("=", @"\=", StringComparison.Ordinal);

    // At commas that no backslash precedes.
    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == ',')
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }

    // A false without an error text: there is no operator in the term.
    private static bool TryParseTerm(string term, [NotNullWhen(true)] out FieldRequirement? requirement, out string? error)
    {
        requirement = null;
        error = null;
        var equals = term.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return false;
        }

        var isNegated = equals > 0 && term[equals - 1] == '!';
        var isDoubled = !isNegated && term.AsSpan(equals).StartsWith("==", StringComparison.Ordinal);
        if (!TryUnescape(term[(equals + (isDoubled ? 2 : 1))..], out var value, out error))
        {
            return false;
        }

        requirement = new(term[..(isNegated ? equals - 1 : equals)], !isNegated, value);
        return true;
    }

    private static bool TryUnescape(string text, out string value, out string? error)
    {
        error = null;
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length && error is null; at++)
        {
            if (text[at] is ',' or '=')
            {
                // Go prints the character by its number.
                error = $"invalid field selector: unescaped character in value: {(int)text[at]}";
            }
            else if (text[at] != '\\')
            {
                plain.Append(text[at]);
            }
            else if (++at < text.Length && text[at] is '\\' or ',' or '=')
            {
                plain.Append(text[at]);
            }
            else
            {
                error = $@"invalid field selector: invalid escape sequence: \{(at < text.Length ? text[at] : "")}";
            }
        }

        value = plain.ToString();
        return error is null;
    }
}
