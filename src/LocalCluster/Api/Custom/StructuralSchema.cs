using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>A structural schema: the skeleton by which custom objects are walked, beside the JSON text of the rules for values, after upstream's apiserver/schema.</summary>
public sealed class StructuralSchema
{
    /// <summary>Reads a schema that was found to be structural.</summary>
    public StructuralSchema(JsonObject source)
    {
        Source = source;
        Type = source.Text("type");
        IsNullable = source.Flag("nullable");
        Default = source["default"];
        PreservesUnknown = source.Flag("x-kubernetes-preserve-unknown-fields");
        IsEmbedded = source.Flag("x-kubernetes-embedded-resource");
        IsIntOrString = source.Flag("x-kubernetes-int-or-string");
        ListType = source.Text("x-kubernetes-list-type");
        ListMapKeys = [.. source.Texts("x-kubernetes-list-map-keys")];
        Properties = Children(source.Child("properties"));
        Items = source.Child("items") is { } items ? new StructuralSchema(items) : null;
        HasAdditional = source["additionalProperties"] is { } additional && (additional is JsonObject || source.Flag("additionalProperties"));
        Additional = source.Child("additionalProperties") is { } values ? new StructuralSchema(values) : null;
    }

    /// <summary>The schema as it was written.</summary>
    public JsonObject Source { get; }

    /// <summary>object, array, string, integer, number, boolean, or "".</summary>
    public string Type { get; }

    /// <summary>Whether null is a value.</summary>
    public bool IsNullable { get; }

    /// <summary>What stands in for an absent value, null for nothing.</summary>
    public JsonNode? Default { get; }

    /// <summary>Whether members that the schema does not name are kept.</summary>
    public bool PreservesUnknown { get; }

    /// <summary>Whether the value is an object of the API, with apiVersion, kind and metadata.</summary>
    public bool IsEmbedded { get; }

    /// <summary>Whether the value is an integer or a string.</summary>
    public bool IsIntOrString { get; }

    /// <summary>atomic, set or map, or "".</summary>
    public string ListType { get; }

    /// <summary>The members that tell the items of a list of type map apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; }

    /// <summary>Members by name.</summary>
    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; }

    /// <summary>The items of a list, null when the schema does not say.</summary>
    public StructuralSchema? Items { get; }

    /// <summary>Whether members beyond the named ones are allowed by additionalProperties.</summary>
    public bool HasAdditional { get; }

    /// <summary>The values of such members, null when any will do.</summary>
    public StructuralSchema? Additional { get; }

    /// <summary>Whether a member of an API object is its type's or its metadata.</summary>
    public static bool IsMeta(string name) => name is "apiVersion" or "kind" or "metadata";

    /// <summary>The schema of a member, null when there is none.</summary>
    public StructuralSchema? Member(string name) => Properties.GetValueOrDefault(name) ?? Additional;

    private static Dictionary<string, StructuralSchema> Children(JsonObject? properties) =>
        (properties ?? []).Where(member => member.Value is JsonObject).ToDictionary(member => member.Key, member => new StructuralSchema((JsonObject)member.Value!), StringComparer.Ordinal);
}
