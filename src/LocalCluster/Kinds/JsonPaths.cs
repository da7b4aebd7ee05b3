using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Reads and writes members of JSON objects by dotted paths; what is absent or of another type reads as absent.</summary>
public static class JsonPaths
{
    /// <summary>The node at the path, or null.</summary>
    public static JsonNode? NodeAt(this JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>The object at the path, or null.</summary>
    public static JsonObject? PartAt(this JsonNode? node, string path) => node.NodeAt(path) as JsonObject;

    /// <summary>The objects of the list at the path; none when there is no list.</summary>
    public static IEnumerable<JsonObject> PartsAt(this JsonNode? node, string path) =>
        (node.NodeAt(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The texts of the list at the path; none when there is no list.</summary>
    public static IEnumerable<string> TextsAt(this JsonNode? node, string path) =>
        (node.NodeAt(path) as JsonArray)?.Select(item => item.AsText()) ?? [];

    /// <summary>The string at the path, "" when there is none.</summary>
    public static string TextAt(this JsonNode? node, string path) => node.NodeAt(path).AsText();

    /// <summary>The integer at the path, or null.</summary>
    public static long? NumberAt(this JsonNode? node, string path) => node.NodeAt(path).AsNumber();

    /// <summary>Whether the path holds true.</summary>
    public static bool FlagAt(this JsonNode? node, string path) => node.NodeAt(path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>The string value of a node; numbers as they are written; "" otherwise.</summary>
    public static string AsText(this JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => node.ToJsonString(),
        _ => "",
    };

    /// <summary>The integer value of a node, or null.</summary>
    public static long? AsNumber(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out var number) ? number : null;

    /// <summary>The object at a member, made when it is absent.</summary>
    public static JsonObject Ensure(this JsonObject node, string name)
    {
        if (node[name] is JsonObject existing)
        {
            return existing;
        }

        var made = new JsonObject();
        node[name] = made;
        return made;
    }

    /// <summary>Sets a member that is absent or null.</summary>
    public static void SetDefault(this JsonObject node, string name, JsonNode? value)
    {
        if (node[name] is null)
        {
            node[name] = value;
        }
    }

    /// <summary>Sets a string member that is absent, null or "".</summary>
    public static void SetDefaultText(this JsonObject node, string name, string value)
    {
        if (node.TextAt(name).Length == 0)
        {
            node[name] = value;
        }
    }

    /// <summary>Sets an integer member that is absent, null or 0.</summary>
    public static void SetDefaultNumber(this JsonObject node, string name, long value)
    {
        if (node.NumberAt(name) is null or 0)
        {
            node[name] = value;
        }
    }
}
