using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Writes an object the way that a round trip through the server's Go types does: zero values left out or written, quantities and times canonical.</summary>
public static class CanonicalForm
{
    /// <summary>Brings the object into canonical form, in place; members that the schema does not know are dropped, as decoding does.</summary>
    public static void Apply(JsonObject value, FieldSchema schema)
    {
        foreach (var name in value.Select(member => member.Key).Where(name => !schema.Properties.ContainsKey(name)).ToList())
        {
            value.Remove(name);
        }

        foreach (var (name, field) in schema.Properties)
        {
            Field(value, name, field);
        }
    }

    private static void Field(JsonObject owner, string name, FieldSchema field)
    {
        if (owner[name] is { } present)
        {
            Canonicalize(owner, name, present, field);
        }

        if (owner[name] is { } kept && (field.Presence is FieldPresence.Optional or FieldPresence.Nullable || !IsZero(kept, field)))
        {
            return;
        }

        if (field.Presence is FieldPresence.Always or FieldPresence.Nullable)
        {
            owner[name] = owner[name]?.DeepClone() ?? (field.Presence == FieldPresence.Always ? Zero(field) : null);
            return;
        }

        owner.Remove(name);
    }

    private static void Canonicalize(JsonObject owner, string name, JsonNode value, FieldSchema field)
    {
        if (Scalar(value, field) is { } changed)
        {
            owner[name] = changed;
            return;
        }

        Inside(value, field);
    }

    private static void Inside(JsonNode value, FieldSchema field)
    {
        switch (value)
        {
            case JsonObject inner when field.Type == FieldType.Object:
                Apply(inner, field);
                break;
            case JsonObject map when field is { Type: FieldType.Map, Items: { } items }:
                Entries(map, items);
                break;
            case JsonArray list when field is { Type: FieldType.List, Items: { } items }:
                Elements(list, items);
                break;
        }
    }

    private static void Entries(JsonObject map, FieldSchema items)
    {
        foreach (var (key, entry) in map.ToList())
        {
            if (entry is null)
            {
                map[key] = Zero(items);
                continue;
            }

            Canonicalize(map, key, entry, items);
            if (items.Type == FieldType.Quantity)
            {
                // All maps of quantities are resource lists, which upstream's conversion rounds up to thousandths.
                map[key] = Amount(map[key].AsText(), rounded: true) ?? map[key]?.DeepClone();
            }
        }
    }

    private static void Elements(JsonArray list, FieldSchema items)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is not { } element)
            {
                list[index] = Zero(items);
            }
            else if (Scalar(element, items) is { } changed)
            {
                list[index] = changed;
            }
            else
            {
                Inside(element, items);
            }
        }
    }

    /// <summary>The canonical form of a quantity or a time, or null when the value stays as it is.</summary>
    private static JsonValue? Scalar(JsonNode value, FieldSchema field) => field.Type switch
    {
        FieldType.Quantity => Amount(value.AsText()),
        FieldType.Time => Moment(value.AsText(), "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        FieldType.MicroTime => Moment(value.AsText(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        _ => null,
    };

    private static JsonValue? Amount(string text, bool rounded = false) => Quantity.TryParse(text.Trim(), out var quantity, out _)
        ? JsonValue.Create((rounded ? quantity.RoundUpToMilli() : quantity).ToString())
        : null;

    private static JsonValue? Moment(string text, string format) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? JsonValue.Create(moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture))
            : null;

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
