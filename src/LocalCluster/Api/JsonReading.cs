using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Reads API objects: members by name, forgiving what is absent or of another type.</summary>
internal static class JsonReading
{
    /// <summary>The metadata of an object, added when it is missing.</summary>
    public static JsonObject Metadata(this JsonObject value)
    {
        if (value["metadata"] is JsonObject metadata)
        {
            return metadata;
        }

        metadata = [];
        value["metadata"] = metadata;
        return metadata;
    }

    /// <summary>A text member, "" when it is absent.</summary>
    public static string Text(this JsonObject? value, string name) =>
        value is not null && value.TryGetPropertyValue(name, out var node) && node is JsonValue leaf && leaf.TryGetValue<string>(out var text)
            ? text
            : "";

    /// <summary>A whole number, null when it is absent.</summary>
    public static long? Integer(this JsonObject? value, string name) =>
        value is not null && value.TryGetPropertyValue(name, out var node) ? node.AsInteger() : null;

    /// <summary>A node as a whole number, null when it is none.</summary>
    public static long? AsInteger(this JsonNode? node) =>
        node is JsonValue leaf && leaf.GetValueKind() == JsonValueKind.Number
        && long.TryParse(leaf.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A member that is true; false when it is absent.</summary>
    public static bool Flag(this JsonObject? value, string name) =>
        value is not null && value.TryGetPropertyValue(name, out var node) && node?.GetValueKind() == JsonValueKind.True;

    /// <summary>A member that is an object, null when it is absent.</summary>
    public static JsonObject? Child(this JsonObject? value, string name) =>
        value is not null && value.TryGetPropertyValue(name, out var node) ? node as JsonObject : null;

    /// <summary>The objects in a list member; none when it is absent.</summary>
    public static IEnumerable<JsonObject> Children(this JsonObject? value, string name) =>
        value is not null && value.TryGetPropertyValue(name, out var node) && node is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The texts in a list member; none when it is absent.</summary>
    public static IEnumerable<string> Texts(this JsonObject? value, string name) =>
        value is not null && value.TryGetPropertyValue(name, out var node) && node is JsonArray list
            ? list.OfType<JsonValue>().Select(item => item.TryGetValue<string>(out var text) ? text : "")
            : [];

    /// <summary>The texts in a map member; none when it is absent.</summary>
    public static IReadOnlyDictionary<string, string> TextMap(this JsonObject? value, string name)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, _) in value.Child(name) ?? [])
        {
            result[key] = value.Child(name).Text(key);
        }

        return result;
    }

    /// <summary>What lies at a dot-separated path, null when there is nothing.</summary>
    public static JsonNode? At(this JsonObject value, string path)
    {
        JsonNode? node = value;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }

    /// <summary>Puts a value at a dot-separated path, making the objects on the way.</summary>
    public static void Put(this JsonObject value, string path, JsonNode? leaf)
    {
        var parts = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts[..^1])
        {
            value[part] ??= new JsonObject();
            value = value[part] as JsonObject ?? throw new InvalidOperationException($"{part} is no object");
        }

        value[parts[^1]] = leaf;
    }
}
