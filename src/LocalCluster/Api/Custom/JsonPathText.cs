using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>A path such as .status.conditions[?(@.type=="Ready")].status, as columns and selectable fields have them, after client-go's jsonpath.</summary>
public sealed class JsonPathText
{
    private readonly List<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps;

    private JsonPathText(List<Func<JsonNode?, IEnumerable<JsonNode?>>> steps) => _steps = steps;

    /// <summary>Reads a path; null when it is malformed or asks for more than members, indexes, wildcards and simple filters.</summary>
    public static JsonPathText? Parse(string text)
    {
        var steps = new List<Func<JsonNode?, IEnumerable<JsonNode?>>>();
        var at = text.StartsWith('$') ? 1 : 0;
        while (at < text.Length)
        {
            var step = text[at] switch
            {
                '.' => Member(text, ref at),
                '[' => Bracket(text, ref at),
                _ => null,
            };
            if (step is null)
            {
                return null;
            }

            steps.Add(step);
        }

        return new JsonPathText(steps);
    }

    /// <summary>What lies at the path, nothing where members are missing.</summary>
    public IEnumerable<JsonNode?> Find(JsonNode? value) => _steps.Aggregate<Func<JsonNode?, IEnumerable<JsonNode?>>, IEnumerable<JsonNode?>>([value], (found, step) => found.SelectMany(step));

    private static Func<JsonNode?, IEnumerable<JsonNode?>>? Member(string text, ref int at)
    {
        var name = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] is not ('.' or '['); at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            name.Append(text[at]);
        }

        var member = name.ToString();
        return member switch
        {
            "" => at >= text.Length || text[at] == '[' ? node => [node] : null,
            "*" => All,
            _ => Named(member),
        };
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>>? Bracket(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
        {
            return null;
        }

        var inner = text[(at + 1)..end].Trim();
        at = end + 1;
        return inner switch
        {
            "*" => All,
            ['\'', .. var name, '\''] => Named(name),
            ['"', .. var name, '"'] => Named(name),
            ['?', '(', .. var filter, ')'] => Filter(filter),
            _ when int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) => node => Item(node, index),
            _ => null,
        };
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Named(string name) =>
        node => node is JsonObject members && members.TryGetPropertyValue(name, out var value) ? [value] : [];

    private static IEnumerable<JsonNode?> All(JsonNode? node) => node switch
    {
        JsonArray items => items,
        JsonObject members => members.Select(member => member.Value),
        _ => [],
    };

    private static IEnumerable<JsonNode?> Item(JsonNode? node, int index)
    {
        if (node is not JsonArray items)
        {
            return [];
        }

        var place = index < 0 ? items.Count + index : index;
        return place >= 0 && place < items.Count ? [items[place]] : [];
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>>? Filter(string filter)
    {
        var sign = filter.Contains("!=", StringComparison.Ordinal) ? "!=" : "==";
        var parts = filter.Split(sign, 2, StringSplitOptions.TrimEntries);
        if (!parts[0].StartsWith('@') || Parse(parts[0][1..]) is not { } path)
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return node => All(node).Where(item => path.Find(item).Any());
        }

        var wanted = parts[1] is ['\'' or '"', .. var text, '\'' or '"'] ? text : parts[1];
        return node => All(node).Where(item => path.Find(item).Any(found => (Plain(found) == wanted) == (sign == "==")));
    }

    /// <summary>A value as text: strings bare, all else as JSON.</summary>
    public static string Plain(JsonNode? value) =>
        value is null ? "" : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
