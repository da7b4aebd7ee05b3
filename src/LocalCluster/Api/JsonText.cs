using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Reads JSON text into nodes; of duplicate members the last wins and the path is reported.</summary>
public static class JsonText
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Reads a whole document; throws <see cref="JsonException"/> when it is malformed.</summary>
    public static JsonNode? Read(ReadOnlySpan<byte> utf8, Action<string>? duplicate = null)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            reader.Read();
            var node = ReadValue(ref reader, "", duplicate);
            return reader.Read() ? throw new JsonException("invalid character after top-level value") : node;
        }
        catch (InvalidOperationException error)
        {
            // Strings that are no Unicode.
            throw new JsonException(error.Message, error);
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, Action<string>? duplicate) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicate),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicate),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Null => null,
        JsonTokenType.Number => JsonValue.Create(JsonElement.ParseValue(ref reader)),
        _ => throw new JsonException($"unexpected {reader.TokenType}"),
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, Action<string>? duplicate)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (result.ContainsKey(name))
            {
                duplicate?.Invoke(inner);
            }

            reader.Read();
            result[name] = ReadValue(ref reader, inner, duplicate);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, Action<string>? duplicate)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            result.Add(ReadValue(ref reader, $"{path}[{result.Count}]", duplicate));
        }

        return result;
    }
}
