using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Reads YAML documents as the JSON that they mean, by YAML's core schema.</summary>
public static class YamlText
{
    private const int MaxDepth = 200;
    private const int MaxNodes = 2_000_000;

    /// <summary>Reads the first document; throws <see cref="JsonException"/> when it is malformed.</summary>
    public static JsonNode? Read(string text)
    {
        try
        {
            RequireShallow(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var nodes = 0;
            return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, 0, ref nodes);
        }
        catch (YamlException error)
        {
            throw new JsonException($"error converting YAML to JSON: yaml: {error.Message}", error);
        }
    }

    // The library reads nested nodes by recursion: too many of them would end the process.
    private static void RequireShallow(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            RequireDepth(depth);
        }
    }

    private static void RequireDepth(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException($"exceeded max depth of {MaxDepth}");
        }
    }

    // Aliases may stand for more than anybody can hold, or for themselves.
    private static JsonNode? Convert(YamlNode node, int depth, ref int nodes)
    {
        RequireDepth(depth);
        if (++nodes > MaxNodes)
        {
            throw new YamlException("document contains excessive aliasing");
        }

        switch (node)
        {
            case YamlMappingNode map:
                return ConvertMap(map, depth, ref nodes);
            case YamlSequenceNode list:
                var items = new JsonArray();
                foreach (var item in list.Children)
                {
                    items.Add(Convert(item, depth + 1, ref nodes));
                }

                return items;
            default:
                return Scalar(node);
        }
    }

    // What is merged in gives way to what stands in the mapping itself, and of several the first counts.
    private static JsonObject ConvertMap(YamlMappingNode map, int depth, ref int nodes)
    {
        var members = new JsonObject();
        var merged = new List<YamlNode>();
        foreach (var (key, value) in map.Children)
        {
            if (key is YamlScalarNode { Style: ScalarStyle.Plain, Value: "<<" })
            {
                merged.AddRange(value is YamlSequenceNode several ? several.Children : [value]);
            }
            else
            {
                members[Key(key)] = Convert(value, depth + 1, ref nodes);
            }
        }

        foreach (var source in merged)
        {
            var other = Convert(source, depth + 1, ref nodes) as JsonObject ?? throw new YamlException("map merge requires map or sequence of maps as the value");
            foreach (var (name, value) in other.Where(member => !members.ContainsKey(member.Key)).ToList())
            {
                other.Remove(name);
                members[name] = value;
            }
        }

        return members;
    }

    private static string Key(YamlNode key) => (key as YamlScalarNode)?.Value ?? throw new YamlException("invalid map key");

    private static JsonValue? Scalar(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => Number(whole.ToString(CultureInfo.InvariantCulture)),
        _ when IsDecimal(text) => Number(double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    private static bool IsDecimal(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);

    private static JsonValue? Number(string text) => JsonValue.Create(JsonElement.Parse(text));
}
