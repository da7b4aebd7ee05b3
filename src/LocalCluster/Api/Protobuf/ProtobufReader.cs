using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Protobuf;

/// <summary>Reads objects that clients send as protobuf ("k8s\0" and a runtime.Unknown) into the JSON that they mean.</summary>
internal sealed class ProtobufReader
{
    private static readonly FieldSchema Anything = new(FieldType.Any);

    private readonly string _package;

    private ProtobufReader(string package) => _package = package;

    /// <summary>The object; throws <see cref="FormatException"/> when the bytes are no object of the kind.</summary>
    public static JsonObject Read(ResourceKind kind, ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
        {
            throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var envelope = new WireCursor(body[4..]);
        var result = new JsonObject();
        var reader = new ProtobufReader(WireNumbers.Package(kind));
        while (envelope.Read())
        {
            if (envelope.Number == 1)
            {
                ReadType(result, envelope.Bytes);
            }
            else if (envelope.Number == 2)
            {
                reader.ReadMessage(result, kind.Schema, kind.Schema.TypeName ?? kind.Kind, envelope.Bytes);
            }
        }

        return result;
    }

    private static void ReadType(JsonObject result, ReadOnlySpan<byte> bytes)
    {
        var cursor = new WireCursor(bytes);
        while (cursor.Read())
        {
            result[cursor.Number == 1 ? "apiVersion" : "kind"] = Encoding.UTF8.GetString(cursor.Bytes);
        }
    }

    private void ReadMessage(JsonObject result, FieldSchema schema, string type, ReadOnlySpan<byte> bytes)
    {
        var numbers = WireNumbers.Of(_package, type);
        var cursor = new WireCursor(bytes);
        while (cursor.Read())
        {
            if (!numbers.TryGetValue(cursor.Number, out var field))
            {
                continue;
            }

            if (field.IsInline)
            {
                ReadMessage(result, schema, field.Name, cursor.Bytes);
            }
            else if (schema.Properties.TryGetValue(field.Name, out var member))
            {
                ReadField(result, field.Name, member, cursor);
            }
        }
    }

    private void ReadField(JsonObject result, string name, FieldSchema schema, WireCursor cursor)
    {
        switch (schema.Type)
        {
            case FieldType.List:
                result[name] ??= new JsonArray();
                (result[name] as JsonArray)?.Add(ReadValue(schema.Items ?? Anything, cursor));
                break;
            case FieldType.Map:
                result[name] ??= new JsonObject();
                ReadEntry(result.Child(name), schema.Items ?? Anything, cursor.Bytes);
                break;
            default:
                result[name] = ReadValue(schema, cursor);
                break;
        }
    }

    private void ReadEntry(JsonObject? map, FieldSchema items, ReadOnlySpan<byte> bytes)
    {
        var cursor = new WireCursor(bytes);
        var key = "";
        JsonNode? value = null;
        while (cursor.Read())
        {
            if (cursor.Number == 1)
            {
                key = Encoding.UTF8.GetString(cursor.Bytes);
            }
            else
            {
                value = ReadValue(items, cursor);
            }
        }

        if (map is not null)
        {
            map[key] = value ?? (items.Type == FieldType.Text ? "" : null);
        }
    }

    private JsonNode? ReadValue(FieldSchema schema, WireCursor cursor) => schema.Type switch
    {
        FieldType.Text => Encoding.UTF8.GetString(cursor.Bytes),
        FieldType.Boolean => cursor.Value != 0,
        FieldType.Int32 or FieldType.Int64 => unchecked((long)cursor.Value),
        FieldType.Number => BitConverter.UInt64BitsToDouble(cursor.Value),
        FieldType.Quantity => ReadQuantity(cursor.Bytes),
        FieldType.IntOrString => ReadIntOrString(cursor.Bytes),
        FieldType.Time => ReadTime(cursor.Bytes, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        FieldType.MicroTime => ReadTime(cursor.Bytes, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        FieldType.Bytes => Convert.ToBase64String(cursor.Bytes),
        FieldType.Object => ReadObject(schema, cursor.Bytes),
        _ => null,
    };

    private JsonObject ReadObject(FieldSchema schema, ReadOnlySpan<byte> bytes)
    {
        var result = new JsonObject();
        ReadMessage(result, schema, schema.TypeName ?? "", bytes);
        return result;
    }

    private static string ReadQuantity(ReadOnlySpan<byte> bytes)
    {
        var cursor = new WireCursor(bytes);
        return cursor.Read() ? Encoding.UTF8.GetString(cursor.Bytes) : "0";
    }

    private static JsonNode ReadIntOrString(ReadOnlySpan<byte> bytes)
    {
        var cursor = new WireCursor(bytes);
        var (isText, number, text) = (false, 0L, "");
        while (cursor.Read())
        {
            isText = cursor.Number == 1 ? cursor.Value == 1 : isText;
            number = cursor.Number == 2 ? unchecked((int)cursor.Value) : number;
            text = cursor.Number == 3 ? Encoding.UTF8.GetString(cursor.Bytes) : text;
        }

        return isText ? text : number;
    }

    // Go's zero time is an empty message.
    private static JsonValue? ReadTime(ReadOnlySpan<byte> bytes, string format)
    {
        var cursor = new WireCursor(bytes);
        var (seconds, nanoseconds) = (0L, 0L);
        while (cursor.Read())
        {
            seconds = cursor.Number == 1 ? unchecked((long)cursor.Value) : seconds;
            nanoseconds = cursor.Number == 2 ? unchecked((long)cursor.Value) : nanoseconds;
        }

        return seconds == 0 && nanoseconds == 0
            ? null
            : JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100).ToString(format, CultureInfo.InvariantCulture));
    }
}
