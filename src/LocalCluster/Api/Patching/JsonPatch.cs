using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Patching;

/// <summary>JSON patches, RFC 6902: add, remove, replace, move, copy and test.</summary>
public static class JsonPatch
{
    /// <summary>Applies the operations one after another, in place; returns the new root; throws <see cref="PatchProblem"/> when one does not fit.</summary>
    public static JsonNode? Apply(JsonNode? root, JsonArray operations)
    {
        foreach (var operation in operations)
        {
            root = Apply(root, operation as JsonObject ?? throw new PatchProblem("an operation must be an object"));
        }

        return root;
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        var path = Pointer(operation.Text("path"));
        var value = operation["value"];
        switch (operation.Text("op"))
        {
            case "add":
                return Add(root, path, value?.DeepClone());
            case "remove":
                return Remove(root, path);
            case "replace":
                Find(root, path);
                return Replace(root, path, value?.DeepClone());
            case "test":
                return JsonNode.DeepEquals(FindOrNull(root, path), value) ? root : throw new PatchProblem($"testing value {operation.Text("path")} failed");
            case "copy":
                return Add(root, path, Find(root, Pointer(operation.Text("from")))?.DeepClone());
            case "move":
                var from = Pointer(operation.Text("from"));
                var moved = Find(root, from)?.DeepClone();
                return Add(Remove(root, from), path, moved);
            default:
                throw new PatchProblem($"Unexpected kind: {operation.Text("op")}");
        }
    }

    private static string[] Pointer(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        return text[0] == '/'
            ? [.. text[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
            : throw new PatchProblem($"path {text} does not begin with a slash");
    }

    private static JsonNode? FindOrNull(JsonNode? root, string[] path)
    {
        var node = root;
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject members => members[part],
                JsonArray items when int.TryParse(part, out var index) && index >= 0 && index < items.Count => items[index],
                _ => null,
            };
        }

        return node;
    }

    private static JsonNode? Find(JsonNode? root, string[] path)
    {
        if (path.Length == 0)
        {
            return root;
        }

        return FindOrNull(root, path[..^1]) switch
        {
            JsonObject members when members.TryGetPropertyValue(path[^1], out var node) => node,
            JsonArray items => items[Index(path[^1], items.Count - 1)],
            _ => throw Missing(path),
        };
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value;
        }

        switch (FindOrNull(root, path[..^1]))
        {
            case JsonObject members:
                members[path[^1]] = value;
                return root;
            case JsonArray items:
                items.Insert(path[^1] == "-" ? items.Count : Index(path[^1], items.Count), value);
                return root;
            default:
                throw Missing(path);
        }
    }

    private static JsonNode? Replace(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length > 0 && FindOrNull(root, path[..^1]) is JsonArray items)
        {
            items[Index(path[^1], items.Count - 1)] = value;
            return root;
        }

        return Add(root, path, value);
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        switch (FindOrNull(root, path[..^1]))
        {
            case JsonObject members when members.ContainsKey(path[^1]):
                members.Remove(path[^1]);
                return root;
            case JsonArray items:
                items.RemoveAt(Index(path[^1], items.Count - 1));
                return root;
            default:
                throw Missing(path);
        }
    }

    // Negative indices count from the end, as upstream's library has it.
    private static int Index(string text, int last)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw new PatchProblem($"{text} is no index");
        }

        index += index < 0 ? last + 1 : 0;
        return index >= 0 && index <= last ? index : throw new PatchProblem($"Unable to access invalid index: {text}");
    }

    private static PatchProblem Missing(string[] path) => new($"there is nothing at /{string.Join('/', path)}");
}
