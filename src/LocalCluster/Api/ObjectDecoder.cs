using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;

namespace Autoscale.LocalCluster.Api;

/// <summary>Makes a typed object of free JSON: members unknown to the schema are reported and dropped, nulls are dropped, values take their canonical form.</summary>
public sealed class ObjectDecoder
{
    private static readonly string[] First = ["kind", "apiVersion", "metadata"];
    private readonly ScalarDecoder _scalars;
    private readonly ResourceKind _kind;
    private readonly Action<string> _unknown;
    private readonly List<string> _names = [];
    private string _structure = "";

    private ObjectDecoder(ResourceKind kind, Action<string> unknown)
    {
        _kind = kind;
        _unknown = unknown;
        _scalars = new ScalarDecoder(type => Mismatch(type.Value, type.Wanted));
    }

    /// <summary>Decodes an object of the kind into a new one; unknown members are handed over by path; throws <see cref="DecodeProblem"/> when a value does not fit.</summary>
    public static JsonObject Decode(ResourceKind kind, JsonObject value, Action<string> unknown)
    {
        if (kind.Custom is { } custom)
        {
            return CustomDecoder.Decode(kind, custom, value, unknown);
        }

        var decoder = new ObjectDecoder(kind, unknown);
        var decoded = decoder.DecodeObject(kind.Schema, value, "");
        var result = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion };
        result["metadata"] = Take(decoded, "metadata") ?? new JsonObject();
        foreach (var (name, node) in decoded.Where(member => !First.Contains(member.Key)).ToList())
        {
            decoded.Remove(name);
            result[name] = node;
        }

        kind.Refine?.Invoke(result, unknown);
        return result;
    }

    /// <summary>Decodes one member of an object of the kind by a schema of its own; throws <see cref="DecodeProblem"/> when the value does not fit.</summary>
    public static JsonObject DecodeMember(ResourceKind kind, string name, JsonNode value, FieldSchema schema, Action<string> unknown)
    {
        var decoder = new ObjectDecoder(kind, unknown);
        var owner = new FieldSchema(FieldType.Object) { TypeName = kind.Kind, Properties = new Dictionary<string, FieldSchema> { [name] = schema } };
        return (JsonObject?)Take(decoder.DecodeObject(owner, new JsonObject { [name] = value.DeepClone() }, ""), name) ?? [];
    }

    private static JsonNode? Take(JsonObject from, string name)
    {
        from.Remove(name, out var node);
        return node;
    }

    private JsonNode? Decode(FieldSchema schema, JsonNode value, string path) => schema.Type switch
    {
        FieldType.Any => value.DeepClone(),
        FieldType.Object => DecodeObject(schema, value, path),
        FieldType.Map => DecodeMap(schema, value, path),
        FieldType.List => DecodeList(schema, value, path),
        _ => _scalars.Decode(schema.Type, value),
    };

    private JsonObject DecodeObject(FieldSchema schema, JsonNode value, string path)
    {
        var members = value as JsonObject ?? throw Mismatch(Describe(value), GoType(schema));
        if (schema.Properties.Count == 0 && schema.TypeName is null)
        {
            return (JsonObject)members.DeepClone();
        }

        var outer = _structure;
        var result = new JsonObject();
        foreach (var (name, node) in members)
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (path.Length == 0 && name is "kind" or "apiVersion")
            {
                continue;
            }

            if (!schema.Properties.TryGetValue(name, out var field))
            {
                _unknown(inner);
                continue;
            }

            if (node is not null)
            {
                _structure = schema.TypeName ?? _kind.Kind;
                _names.Add(name);
                result[name] = Decode(field, node, inner);
                _names.RemoveAt(_names.Count - 1);
            }
        }

        _structure = outer;
        return result;
    }

    private JsonObject DecodeMap(FieldSchema schema, JsonNode value, string path)
    {
        var members = value as JsonObject ?? throw Mismatch(Describe(value), GoType(schema));
        var result = new JsonObject();
        foreach (var (name, node) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            result[name] = Item(schema, node, $"{path}.{name}");
        }

        return result;
    }

    private JsonArray DecodeList(FieldSchema schema, JsonNode value, string path)
    {
        var items = value as JsonArray ?? throw Mismatch(Describe(value), GoType(schema));
        var result = new JsonArray();
        foreach (var node in items)
        {
            result.Add(Item(schema, node, $"{path}[{result.Count}]"));
        }

        return result;
    }

    private JsonNode? Item(FieldSchema schema, JsonNode? node, string path)
    {
        var items = schema.Items ?? new FieldSchema(FieldType.Any);
        return node is null ? Empty(items) : Decode(items, node, path);
    }

    // Go decodes a null item into its type's zero value.
    private static JsonNode? Empty(FieldSchema schema) => schema.Type switch
    {
        FieldType.Text or FieldType.Bytes => "",
        FieldType.Object or FieldType.Map => new JsonObject(),
        FieldType.List => new JsonArray(),
        FieldType.Quantity => "0",
        FieldType.Boolean => false,
        FieldType.Any => null,
        _ => JsonNumbers.Read("0"),
    };

    private DecodeProblem Mismatch(string value, string type) => new(_names.Count == 0
        ? $"json: cannot unmarshal {value} into Go value of type {type}"
        : $"json: cannot unmarshal {value} into Go struct field {_structure}.{string.Join(".", _names)} of type {type}");

    private static string Describe(JsonNode value) => ScalarDecoder.Describe(value);

    private string GoType(FieldSchema schema) => schema.Type switch
    {
        FieldType.List => $"[]{GoType(schema.Items ?? new FieldSchema(FieldType.Any))}",
        // All maps of quantities are resource lists.
        FieldType.Map when schema.Items?.Type == FieldType.Quantity => "v1.ResourceList",
        FieldType.Map => $"map[string]{GoType(schema.Items ?? new FieldSchema(FieldType.Text))}",
        FieldType.Object => $"{Package(schema.TypeName ?? _kind.Kind)}.{schema.TypeName ?? _kind.Kind}",
        _ => ScalarDecoder.GoType(schema.Type),
    };

    // Types of the meta group live in a package v1, whatever the kind's version.
    private string Package(string type) =>
        type is "ObjectMeta" or "OwnerReference" or "LabelSelector" or "LabelSelectorRequirement" or "ManagedFieldsEntry" ? "v1" : _kind.Version;
}
