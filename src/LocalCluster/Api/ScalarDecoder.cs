using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Decodes single values as Go's decoder does, with its words for what does not fit; the mismatch function knows where the value stands.</summary>
internal sealed class ScalarDecoder(Func<(string Value, string Wanted), DecodeProblem> mismatch)
{
    private const string Rfc3339 = "2006-01-02T15:04:05Z07:00";

    /// <summary>The decoded value, in canonical form.</summary>
    public JsonNode Decode(FieldType type, JsonNode value) => type switch
    {
        FieldType.Text => Require(value, JsonValueKind.String, type),
        FieldType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.DeepClone() : throw Mismatch(value, type),
        FieldType.Int32 or FieldType.Int64 => Integer(value, type),
        FieldType.Number => Number(value, type),
        FieldType.Quantity => Amount(value),
        FieldType.IntOrString => value.GetValueKind() == JsonValueKind.String ? value.DeepClone() : Bare(value),
        FieldType.Time => Moment(value, "yyyy-MM-dd'T'HH:mm:ss'Z'", Rfc3339),
        FieldType.MicroTime => Moment(value, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", "2006-01-02T15:04:05.000000Z07:00"),
        FieldType.Bytes => Bytes(value, type),
        _ => value.DeepClone(),
    };

    /// <summary>What a JSON value is called in a mismatch.</summary>
    public static string Describe(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    /// <summary>What a scalar type is called in a mismatch.</summary>
    public static string GoType(FieldType type) => type switch
    {
        FieldType.Text => "string",
        FieldType.Boolean => "bool",
        FieldType.Int32 or FieldType.IntOrString => "int32",
        FieldType.Int64 => "int64",
        FieldType.Number => "float64",
        FieldType.Quantity => "resource.Quantity",
        FieldType.Bytes => "[]uint8",
        FieldType.Any => "interface {}",
        _ => "v1.Time",
    };

    private DecodeProblem Mismatch(JsonNode value, FieldType type) => mismatch((Describe(value), GoType(type)));

    private JsonNode Require(JsonNode value, JsonValueKind kind, FieldType type) =>
        value.GetValueKind() == kind ? value.DeepClone() : throw Mismatch(value, type);

    // Numbers are kept as parsed elements, so that readers may ask for any width.
    private JsonValue Integer(JsonNode value, FieldType type)
    {
        Require(value, JsonValueKind.Number, type);
        var text = value.ToJsonString();
        var fits = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (type == FieldType.Int64 || number is >= int.MinValue and <= int.MaxValue);
        return fits ? Element(text) : throw mismatch(($"number {text}", GoType(type)));
    }

    private JsonValue Number(JsonNode value, FieldType type)
    {
        Require(value, JsonValueKind.Number, type);
        return Element(value.ToJsonString());
    }

    private static JsonValue Bare(JsonNode value)
    {
        var text = value.ToJsonString();
        var isNumber = value.GetValueKind() == JsonValueKind.Number;
        return isNumber && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? Element(text)
            : throw new DecodeProblem($"json: cannot unmarshal {Describe(value)}{(isNumber ? $" {text}" : "")} into Go value of type int32");
    }

    private static JsonValue Element(string text) => JsonNumbers.Read(text)
        ?? throw new DecodeProblem("null is no number");

    private static JsonNode Amount(JsonNode value)
    {
        return Quantity.TryParse(Literal(value).Trim(), out var amount, out var error)
            ? amount.ToString()
            : throw new DecodeProblem(error ?? "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    // As upstream, which reads what stands between the quotes as it was sent: an escaped character is not a digit.
    private static string Literal(JsonNode value)
    {
        if (value is not JsonValue leaf || !leaf.TryGetValue<JsonElement>(out var sent))
        {
            return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        var raw = sent.GetRawText();
        return raw is ['"', .., '"'] ? raw[1..^1] : raw;
    }

    private static JsonNode Moment(JsonNode value, string format, string layout)
    {
        if (value is not JsonValue leaf || !leaf.TryGetValue<string>(out var text))
        {
            throw new DecodeProblem($"json: cannot unmarshal {Describe(value)} into Go value of type string");
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && text.Contains('T', StringComparison.Ordinal)
            ? moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)
            : throw new DecodeProblem($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{text}\" as \"2006\"");
    }

    private JsonNode Bytes(JsonNode value, FieldType type)
    {
        Require(value, JsonValueKind.String, type);
        var text = value.GetValue<string>();
        return Convert.TryFromBase64String(text, new byte[text.Length], out _)
            ? value.DeepClone()
            : throw new DecodeProblem("illegal base64 data at input byte 0");
    }
}
