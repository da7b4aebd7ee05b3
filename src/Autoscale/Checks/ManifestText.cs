using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Http;
using Autoscale.LocalCluster.Kinds;
using YamlDotNet.Core;

namespace Autoscale.Checks;

/// <summary>The text of one file: JSON, or YAML documents. One that is malformed does not hide the others.</summary>
internal sealed class ManifestText(string file, string text)
{
    private const string Separator = "---";

    private static readonly string[] Demanded = ["apiVersion", "kind"];

    private readonly List<InputProblem> _problems = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<InputProblem> Problems => _problems;

    /// <summary>The objects in their order, those of lists one by one; empty documents are passed over.</summary>
    public IReadOnlyList<ManifestObject> Read()
    {
        var objects = new List<ManifestObject>();
        foreach (var (number, line, content) in Documents())
        {
            var place = new ManifestPlace(file, number, null, line);
            var duplicates = new List<string>();
            if (Parse(place, content, duplicates) is { } root)
            {
                objects.AddRange(Objects(place, root, duplicates));
            }
        }

        return objects;
    }

    // A document begins where a line begins with three dashes, which can mean nothing else in YAML.
    private IEnumerable<(int Number, int Line, string Content)> Documents()
    {
        var (content, number, start, line) = (new StringBuilder(), 0, 1, 0);
        foreach (var next in text.Split('\n'))
        {
            line++;
            if (IsSeparator(next))
            {
                if (!IsEmpty(content))
                {
                    yield return (++number, start, content.ToString());
                }

                content.Clear();
                start = line;
                content.Append("   ").Append(next.AsSpan(Separator.Length)).Append('\n');
                continue;
            }

            content.Append(next).Append('\n');
        }

        if (!IsEmpty(content))
        {
            yield return (++number, start, content.ToString());
        }
    }

    private static bool IsSeparator(string line) =>
        line.StartsWith(Separator, StringComparison.Ordinal) && (line.Length == Separator.Length || char.IsWhiteSpace(line[Separator.Length]));

    private static bool IsEmpty(StringBuilder content) => content.ToString().Split('\n').Select(line => line.Trim())
        .All(line => line.Length == 0 || line[0] is '#' or '%' || line == "...");

    private JsonNode? Parse(ManifestPlace place, string content, List<string> duplicates)
    {
        if (content.TrimStart() is ['{' or '[', ..] json && ParseJson(place, content, json, duplicates) is { } node)
        {
            return node;
        }

        try
        {
            return IsJson ? null : YamlText.Read(content) ?? Refuse(place, "is null where an object should be");
        }
        catch (JsonException malformed)
        {
            var mark = (malformed.InnerException as YamlException)?.Start ?? Mark.Empty;
            var message = malformed.InnerException?.Message ?? malformed.Message;
            _problems.Add(new(place, mark.Line == 0 ? 0 : place.Line + mark.Line - 1, mark.Column, message));
            return null;
        }
    }

    private bool IsJson => Path.GetExtension(file) == ".json";

    // What begins like JSON may be YAML all the same, unless the file says what it is.
    private JsonNode? ParseJson(ManifestPlace place, string content, string json, List<string> duplicates)
    {
        try
        {
            return JsonText.Read(Encoding.UTF8.GetBytes(json), path => duplicates.Add($"duplicate field \"{path}\""));
        }
        catch (JsonException malformed)
        {
            if (IsJson)
            {
                var before = content.AsSpan(0, content.Length - json.Length).Count('\n');
                var message = malformed.Message.Split(" LineNumber:")[0];
                _problems.Add(new(place, place.Line + before + (malformed.LineNumber ?? 0), (malformed.BytePositionInLine ?? -1) + 1, message));
            }

            return null;
        }
    }

    private List<ManifestObject> Objects(ManifestPlace place, JsonNode root, List<string> duplicates)
    {
        if (root is not JsonObject value)
        {
            Refuse(place, "holds no object but a list or a plain value");
            return [];
        }

        if (value["items"] is not JsonArray items || !value.TextAt("kind").EndsWith("List", StringComparison.Ordinal))
        {
            return Named(place, value, duplicates) is { } single ? [single] : [];
        }

        var found = items.Index().Select(one => Item(place with { Item = one.Index }, value, one.Item)).OfType<ManifestObject>().ToList();
        return duplicates.Count == 0 || found.Count == 0 ? found : [found[0] with { Problems = duplicates }, .. found[1..]];
    }

    // The items of a typed list need not say what they are.
    private ManifestObject? Item(ManifestPlace place, JsonObject list, JsonNode? item)
    {
        if (item is not JsonObject value)
        {
            Refuse(place, "is no object");
            return null;
        }

        value = (JsonObject)value.DeepClone();
        if (list.TextAt("kind") is var kind && kind != "List")
        {
            value.SetDefaultText("kind", kind[..^"List".Length]);
            value.SetDefaultText("apiVersion", list.TextAt("apiVersion"));
        }

        return Named(place, value, []);
    }

    private ManifestObject? Named(ManifestPlace place, JsonObject value, IReadOnlyList<string> duplicates)
    {
        var missing = Demanded.Where(name => value.TextAt(name).Length == 0).ToList();
        if (missing.Count == 0)
        {
            return new(place, value, duplicates);
        }

        Refuse(place, $"{string.Join(" and ", missing)} not set: this is no Kubernetes object");
        return null;
    }

    private JsonNode? Refuse(ManifestPlace place, string message)
    {
        _problems.Add(InputProblem.Of(place, message));
        return null;
    }
}
