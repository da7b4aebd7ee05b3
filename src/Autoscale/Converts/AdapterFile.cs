using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Autoscale.LocalCluster.Api.Http;

namespace Autoscale.Converts;

/// <summary>
/// Finds configurations of prometheus-adapter in the text of a file: a configuration as such, ConfigMaps that hold one, or the values
/// of its Helm chart. Other documents are passed over.
/// </summary>
internal sealed class AdapterFile(string file)
{
    private readonly List<AdapterInput> _inputs = [];

    /// <summary>What was found, at least one; throws <see cref="FormatException"/> that names the file and the field where something is malformed.</summary>
    public IReadOnlyList<AdapterInput> Read(string text)
    {
        var documents = Documents(text);
        foreach (var (index, document) in documents.Index())
        {
            ReadDocument(documents.Count == 1 ? file : $"{file}:{index + 1}", document);
        }

        return _inputs.Count > 0
            ? _inputs
            : throw new FormatException($"{file}: holds no configuration of prometheus-adapter: no rules, externalRules or resourceRules, no ConfigMap with them, no Helm values");
    }

    private static List<string> Documents(string text)
    {
        var documents = new List<List<string>> { new() };
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("---", StringComparison.Ordinal) && line.AsSpan(3).IsWhiteSpace())
            {
                documents.Add([]);
            }
            else
            {
                documents[^1].Add(line);
            }
        }

        return [.. documents.Where(lines => lines.Exists(line => line.AsSpan().Trim() is [not '#', ..])).Select(lines => string.Join('\n', lines))];
    }

    private void ReadDocument(string place, string text)
    {
        switch (Parse(place, text))
        {
            case JsonObject map when map["kind"]?.ToString() == "ConfigMap":
                ReadConfigMap(place, As(place, map, ConvertJson.Default.ConfigMapData));
                break;
            case JsonObject values when values["rules"] is JsonObject:
                ReadValues(place, As(place, values, ConvertJson.Default.HelmValues));
                break;
            case JsonObject bare when IsConfiguration(bare):
                _inputs.Add(new AdapterInput(place, "rules", "externalRules", As(place, bare, ConvertJson.Default.AdapterConfiguration)));
                break;
        }
    }

    private void ReadConfigMap(string place, ConfigMapData map)
    {
        foreach (var (name, text) in map.Data)
        {
            var inside = $"{place}: data[{name}]";
            if (text is not null && Parse(inside, text) is JsonObject root && IsConfiguration(root))
            {
                _inputs.Add(new AdapterInput(inside, "rules", "externalRules", As(inside, root, ConvertJson.Default.AdapterConfiguration)));
            }
        }
    }

    private void ReadValues(string place, HelmValues values)
    {
        var rules = values.Rules;
        string[] notes =
        [
            .. rules.Default ?? true ? ["rules.default: the chart's own rules are not in this file; convert its ConfigMap to have them, too"] : Array.Empty<string>(),
            .. rules.Existing is { Length: > 0 } existing ? [$"rules.existing: the rules of ConfigMap {existing} are not in this file"] : Array.Empty<string>(),
        ];
        var configuration = new AdapterConfiguration { Rules = rules.Custom, ExternalRules = rules.External, ResourceRules = rules.Resource };
        _inputs.Add(new AdapterInput(place, "rules.custom", "rules.external", configuration) { Url = values.Prometheus?.Address, Notes = notes });
    }

    private static bool IsConfiguration(JsonObject root) =>
        root.ContainsKey("rules") || root.ContainsKey("externalRules") || root.ContainsKey("resourceRules");

    private static JsonNode? Parse(string place, string text)
    {
        try
        {
            return YamlText.Read(text);
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"{place}: {malformed.Message}", malformed);
        }
    }

    private static T As<T>(string place, JsonNode node, JsonTypeInfo<T> type)
        where T : class, new()
    {
        try
        {
            return node.Deserialize(type) ?? new();
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{place}: {wrong.Path?.TrimStart('$', '.')}: {Reason(wrong)}", wrong);
        }
    }

    private static string Reason(JsonException wrong) =>
        wrong.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "prometheus-adapter has no such field" : "is not of the type that it must be";
}
