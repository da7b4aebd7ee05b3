using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Decodes custom objects: metadata by its type, the rest as free JSON, ordered by name as Go writes maps, and pruned by the schema.</summary>
internal static class CustomDecoder
{
    private static readonly FieldSchema Metadata = SchemaNotation.Type("meta", "ObjectMeta");

    /// <summary>The decoded object, a new one; members that nobody knows are handed over by path; throws <see cref="DecodeProblem"/> when the metadata does not fit.</summary>
    public static JsonObject Decode(ResourceKind kind, CustomResource custom, JsonObject value, Action<string> unknown)
    {
        var result = Ordered(value);
        result["apiVersion"] = kind.ApiVersion;
        result["kind"] = kind.Kind;
        result["metadata"] = ObjectDecoder.DecodeMember(kind, "metadata", value["metadata"] ?? new JsonObject(), Metadata, unknown);
        new Pruning(unknown).Prune(result, custom.Schema);
        return result;
    }

    /// <summary>A stored object in the version of the kind: pruned and defaulted by its schema; a new one.</summary>
    public static JsonObject Show(ResourceKind kind, CustomResource custom, JsonObject stored)
    {
        var result = Ordered(stored);
        result["apiVersion"] = kind.ApiVersion;
        new Pruning(_ => { }).Prune(result, custom.Schema);
        Defaulting.Apply(result, custom.Schema);
        return result;
    }

    /// <summary>A copy with the members of every object ordered by name and numbers as Go writes them.</summary>
    public static JsonObject Ordered(JsonObject value)
    {
        var result = new JsonObject();
        foreach (var (name, node) in value.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            result[name] = Ordered(node);
        }

        return result;
    }

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => Ordered(members),
        JsonArray items => new JsonArray([.. items.Select(Ordered)]),
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.Number => Number(leaf),
        _ => node?.DeepClone(),
    };

    // What is no 64-bit integer is a double to Go.
    private static JsonValue? Number(JsonValue leaf)
    {
        var text = leaf.ToJsonString();
        return JsonNumbers.Read(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole.ToString(CultureInfo.InvariantCulture)
            : GoDouble.Text(double.Parse(text, CultureInfo.InvariantCulture)));
    }
}
