using System.Text;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>One matcher of PromQL: its text, and the values that it is about as templates get them.</summary>
public sealed record LabelMatcher(string Label, string Text, string Values)
{
    /// <summary>The label must have the value.</summary>
    public static LabelMatcher Equal(string label, string value) => new(label, $"{label}={Quote(value)}", value);

    /// <summary>The label must be there.</summary>
    public static LabelMatcher Present(string label) => new(label, $"{label}!=\"\"", ".+");

    /// <summary>
    /// What a requirement of a selector says; values are taken literally. Throws <see cref="FormatException"/> when PromQL cannot say
    /// it: a label that Prometheus cannot have, or a comparison of numbers.
    /// </summary>
    public static LabelMatcher Of(LabelRequirement requirement)
    {
        var label = requirement.Key;
        if (!IsLabel(label))
        {
            throw new FormatException($"the selector asks for {label}, which no label of Prometheus is called");
        }

        var values = string.Join('|', requirement.Values);
        return requirement.Operator switch
        {
            LabelOperator.Equals or LabelOperator.DoubleEquals => Equal(label, values),
            LabelOperator.NotEquals => new(label, $"{label}!={Quote(values)}", values),
            LabelOperator.In => new(label, $"{label}=~{Quote(AnyOf(requirement.Values))}", values),
            LabelOperator.NotIn => new(label, $"{label}!~{Quote(AnyOf(requirement.Values))}", values),
            LabelOperator.Exists => Present(label),
            LabelOperator.DoesNotExist => new(label, $"{label}=\"\"", ""),
            _ => throw new FormatException($"the selector compares the number in label {label}, which PromQL cannot"),
        };
    }

    /// <summary>A string literal of PromQL.</summary>
    public static string Quote(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var one in value)
        {
            _ = one switch
            {
                '"' or '\\' => quoted.Append('\\').Append(one),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                _ => quoted.Append(one),
            };
        }

        return quoted.Append('"').ToString();
    }

    internal static bool IsLabel(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(one => char.IsAsciiLetterOrDigit(one) || one == '_');

    private static string AnyOf(IEnumerable<string> values) => string.Join('|', values.Order(StringComparer.Ordinal).Select(Literal));

    // As Go's regexp.QuoteMeta.
    private static string Literal(string value) =>
        string.Concat(value.Select(one => @"\.+*?()|[]{}^$".Contains(one, StringComparison.Ordinal) ? $"\\{one}" : $"{one}"));
}
