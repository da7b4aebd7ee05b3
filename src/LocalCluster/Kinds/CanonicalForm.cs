using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Writes a decoded object the way that the server's Go types do: which zero values are left out and which are written, amounts of resources rounded.</summary>
public static class CanonicalForm
{
    /// <summary>Brings the object into canonical form, in place.</summary>
    public static void Apply(JsonObject value, FieldSchema schema)
    {
        foreach (var (name, field) in schema.Properties)
        {
            Field(value, name, field);
        }
    }

    private static void Field(JsonObject owner, string name, FieldSchema field)
    {
        if (owner[name] is { } present)
        {
            Inside(present, field);
        }

        if (owner[name] is { } kept && (field.Presence is FieldPresence.Optional or FieldPresence.Nullable || !IsZero(kept, field)))
        {
            return;
        }

        if (field.Presence is FieldPresence.Always or FieldPresence.Nullable)
        {
            // Storage forgets the difference between an empty list and none.
            var zero = owner[name] is JsonArray ? null : owner[name]?.DeepClone();
            owner[name] = zero ?? (field.Presence == FieldPresence.Always ? Zero(field) : null);
            return;
        }

        owner.Remove(name);
    }

    private static void Inside(JsonNode value, FieldSchema field)
    {
        switch (value)
        {
            case JsonObject inner when field.Type == FieldType.Object:
                Apply(inner, field);
                break;
            case JsonObject map when field is { Type: FieldType.Map, Items.Type: FieldType.Quantity }:
                RoundUp(map);
                break;
            case JsonArray list when field is { Type: FieldType.List, Items: { Type: FieldType.Object } items }:
                foreach (var item in list.OfType<JsonObject>())
                {
                    Apply(item, items);
                }

                break;
        }
    }

    // All maps of quantities are resource lists, which upstream's conversion rounds up to thousandths.
    private static void RoundUp(JsonObject amounts)
    {
        foreach (var (name, text) in amounts.ToList())
        {
            if (Quantity.TryParse(text.AsText(), out var amount, out _))
            {
                amounts[name] = amount.RoundUpToMilli().ToString();
            }
        }
    }

    private static bool IsZero(JsonNode value, FieldSchema field) => value switch
    {
        JsonArray list => list.Count == 0,
        JsonObject map => field.Type == FieldType.Map && map.Count == 0,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.AsText().Length == 0,
            JsonValueKind.False => true,
            JsonValueKind.Number => value.AsNumber() == 0 && field.Type is not (FieldType.Quantity or FieldType.IntOrString),
            _ => false,
        },
    };

    private static JsonNode? Zero(FieldSchema field)
    {
        if (field.Type == FieldType.Object)
        {
            var made = new JsonObject();
            Apply(made, field);
            return made;
        }

        return field.Type switch
        {
            FieldType.Text => JsonValue.Create(""),
            FieldType.Quantity => JsonValue.Create("0"),
            FieldType.Int32 or FieldType.Int64 or FieldType.Number or FieldType.IntOrString => JsonValue.Create(0),
            FieldType.Boolean => JsonValue.Create(false),
            _ => null,
        };
    }
}
