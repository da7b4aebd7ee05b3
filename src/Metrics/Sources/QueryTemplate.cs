using System.Text;
using System.Text.RegularExpressions;

namespace Autoscale.Metrics.Sources;

/// <summary>
/// PromQL with places for what is asked, written as prometheus-adapter's Go templates are: <c>&lt;&lt;.Series&gt;&gt;</c>,
/// <c>&lt;&lt;.LabelMatchers&gt;&gt;</c>, <c>&lt;&lt;.GroupBy&gt;&gt;</c>, <c>&lt;&lt;index .GroupBySlice 0&gt;&gt;</c>,
/// <c>&lt;&lt;.LabelValuesByName.pod&gt;&gt;</c> or <c>&lt;&lt;index .LabelValuesByName "pod"&gt;&gt;</c>. Loops and conditions of Go are
/// refused.
/// </summary>
public sealed partial class QueryTemplate
{
    private readonly string _text;
    private readonly Part[] _parts;

    private QueryTemplate(string text, Part[] parts) => (_text, _parts) = (text, parts);

    /// <summary>
    /// Whether the query says which objects or series it wants, so that it must be asked for each selector anew; otherwise its answer
    /// holds them all.
    /// </summary>
    public bool UsesMatchers => Uses("LabelMatchers") || Uses("LabelValuesByName");

    /// <summary>
    /// Whether the objects of all namespaces can be asked for at once: the query tells them apart by the labels that it is given and
    /// does not take values to pieces.
    /// </summary>
    public bool CoversAllNamespaces => !Uses("LabelValuesByName") && (Uses("GroupBy") || Uses("GroupBySlice"));

    /// <summary>Reads a template; throws <see cref="FormatException"/> saying which part is not understood.</summary>
    public static QueryTemplate Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException("the query is empty");
        }

        var parts = new List<Part>();
        var end = 0;
        foreach (Match place in Place().Matches(text))
        {
            parts.Add(new Part("", text[end..place.Index]));
            parts.Add(ReadPlace(place));
            end = place.Index + place.Length;
        }

        parts.Add(new Part("", text[end..]));
        Part[] read = [.. parts.Where(part => part.Field.Length > 0 || part.Argument.Length > 0)];
        return Array.Find(read, part => part.Field.Length == 0 && part.Argument.Contains("<<", StringComparison.Ordinal)) is { Field: not null } open
            ? throw new FormatException($"the query has a part that does not end: {open.Argument[open.Argument.IndexOf("<<", StringComparison.Ordinal)..]}")
            : new QueryTemplate(text, read);
    }

    /// <summary>Whether the template has a place for a field, e.g. "LabelMatchers".</summary>
    public bool Uses(string field) => Array.Exists(_parts, part => part.Field == field);

    /// <summary>The query.</summary>
    public string Expand(QueryTerms terms)
    {
        var query = new StringBuilder();
        foreach (var part in _parts)
        {
            query.Append(part.Field switch
            {
                "" => part.Argument,
                "Series" => terms.Series,
                "LabelMatchers" => Join(terms.Matchers),
                "GroupBy" => string.Join(',', terms.GroupBy),
                "GroupBySlice" => terms.GroupBy.ElementAtOrDefault(int.Parse(part.Argument, null)) ?? "",
                _ => Escape(terms.ValueOf(part.Argument)),
            });
        }

        return query.ToString().Trim();
    }

    /// <summary>The template as it was written.</summary>
    public override string ToString() => _text;

    private static Part ReadPlace(Match place)
    {
        if (Field().Match(place.Groups[1].Value) is not { Success: true } field)
        {
            throw new FormatException($"the query has a part that is not understood: {place.Value}");
        }

        var label = field.Groups["label"].Success ? field.Groups["label"].Value : field.Groups["name"].Value;
        return field.Groups["plain"].Success ? new Part(field.Groups["plain"].Value, "")
            : field.Groups["number"].Success ? new Part("GroupBySlice", field.Groups["number"].Value)
            : new Part("LabelValuesByName", label);
    }

    // Other matchers may follow after a comma, so there must be one: of a label that no series has.
    private static string Join(IReadOnlyList<LabelMatcher> matchers) =>
        matchers.Count == 0 ? "__none__=\"\"" : string.Join(',', matchers.Select(matcher => matcher.Text));

    // Templates put the values between quotes.
    private static string Escape(string value) => LabelMatcher.Quote(value)[1..^1];

    [GeneratedRegex(@"(?:\s*<<-\s|<<)(.*?)(?:\s->>\s*|>>)", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("""^\s*(?:\.(?<plain>Series|LabelMatchers|GroupBy)|\.LabelValuesByName\.(?<label>\w+)|index\s+\.LabelValuesByName\s+["`](?<name>\w+)["`]|index\s+\.GroupBySlice\s+(?<number>\d{1,3}))\s*$""")]
    private static partial Regex Field();

    // Field "" is text; Argument is the text, the label or the index.
    private readonly record struct Part(string Field, string Argument);
}
