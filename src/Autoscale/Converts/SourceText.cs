using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autoscale.Metrics.Declared;

namespace Autoscale.Converts;

/// <summary>Writes a converted source as YAML, with comments for what has no counterpart.</summary>
internal sealed partial class SourceText
{
    private const int Rules = 4;

    private readonly StringBuilder _text = new();

    private SourceText()
    {
    }

    /// <summary>The document of a source in a namespace, or of the whole cluster when that is null; only comments where it has no rules.</summary>
    public static string Of(ConvertedSource source, string? @namespace)
    {
        var writer = new SourceText();
        writer.Write(source, @namespace);
        return writer._text.ToString();
    }

    private void Write(ConvertedSource source, string? @namespace)
    {
        Line(0, "---");
        Comment(0, $"Converted from prometheus-adapter's {source.Place}");
        foreach (var note in source.Notes)
        {
            Comment(0, $"Note: {note}");
        }

        if (source.Rules.Count == 0)
        {
            return;
        }

        Line(0, "apiVersion: autoscale.dev/v1alpha1");
        Line(0, @namespace is null ? "kind: ClusterMetricSource" : "kind: MetricSource");
        Line(0, "metadata:");
        Field(2, "name", source.Name);
        Field(2, "namespace", @namespace);
        Line(0, "spec:");
        Line(2, "prometheus:");
        Field(4, "url", source.Url);
        Line(4, "discover:");
        foreach (var rule in source.Rules)
        {
            Write(rule);
        }
    }

    private void Write(ConvertedRule converted)
    {
        var rule = converted.Rule;
        Comment(Rules, converted.From);
        foreach (var note in converted.Notes)
        {
            Comment(Rules, $"Note: {note}");
        }

        Field(Rules, "- series", rule.Series);
        Write(rule.Filters ?? []);
        if (rule.Name is { } name)
        {
            Line(Rules + 2, "name:");
            Field(Rules + 4, "matches", name.Matches);
            Field(Rules + 4, "as", name.As);
        }

        Field(Rules + 2, "query", rule.Query);
        Field(Rules + 2, "namespaceLabel", rule.NamespaceLabel);
        if (rule.Of is { } of)
        {
            Line(Rules + 2, "of:");
            Field(Rules + 4, "namespaceLabel", of.NamespaceLabel);
            Line(Rules + 4, "kinds:");
            foreach (var kind in of.Kinds)
            {
                Write(kind);
            }
        }
    }

    private void Write(IReadOnlyList<SeriesFilter> filters)
    {
        if (filters.Count > 0)
        {
            Line(Rules + 2, "filters:");
        }

        foreach (var filter in filters)
        {
            Field(Rules + 2, "- is", filter.Is);
            Field(Rules + 2, "- isNot", filter.IsNot);
        }
    }

    private void Write(AssociatedKind kind)
    {
        Field(Rules + 4, "- kind", kind.Kind);
        Field(Rules + 6, "group", kind.Group is "" && kind.Resource is null ? null : kind.Group);
        Field(Rules + 6, "resource", kind.Resource);
        if (kind.Namespaced is { } isNamespaced)
        {
            Line(Rules + 6, isNamespaced ? "namespaced: true" : "namespaced: false");
        }

        Field(Rules + 6, "label", kind.Label);
    }

    private void Field(int indent, string name, string? value)
    {
        if (value is not null)
        {
            Line(indent, $"{name}: {Scalar(value)}");
        }
    }

    private void Comment(int indent, string text) => Line(indent, $"# {string.Concat(text.Select(one => IsSpecial(one) ? ' ' : one))}");

    private void Line(int indent, string text) => _text.Append(' ', indent).Append(text).Append('\n');

    // Plain where it can be nothing else; in single quotes, where nothing is escaped; as JSON where it has lines or the like in it.
    private static string Scalar(string value) =>
        Plain().IsMatch(value) ? value
        : value.Any(IsSpecial) ? $"\"{JsonEncodedText.Encode(value)}\""
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    // What ends a line of YAML, or may not stand in it.
    private static bool IsSpecial(char one) => char.IsControl(one) || one is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    [GeneratedRegex("^(?!(true|false|null|yes|no|on|off|y|n)$)[a-zA-Z_][a-zA-Z0-9_./-]*(://[a-zA-Z0-9_./:-]+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
