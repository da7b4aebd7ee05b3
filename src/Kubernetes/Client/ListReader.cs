using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autoscale.Kubernetes.Client;

/// <summary>Reads a list of the API, whatever its kind, into typed items.</summary>
internal static class ListReader
{
    /// <summary>Reads one page; throws <see cref="JsonException"/> when it is no list.</summary>
    public static KubeList<T> Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> itemType)
    {
        var reader = new Utf8JsonReader(json);
        var items = new List<T>();
        var (version, next) = ("", "");
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                (version, next) = ReadMetadata(ref reader);
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, items, itemType);
            }
            else
            {
                reader.Skip();
            }
        }

        return new(items, version, next);
    }

    private static (string Version, string Continue) ReadMetadata(ref Utf8JsonReader reader)
    {
        var (version, next) = ("", "");
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals("resourceVersion"u8);
            var isContinue = reader.ValueTextEquals("continue"u8);
            reader.Read();
            version = isVersion ? reader.GetString() ?? "" : version;
            next = isContinue ? reader.GetString() ?? "" : next;
            reader.Skip();
        }

        return (version, next);
    }

    private static void ReadItems<T>(ref Utf8JsonReader reader, List<T> items, JsonTypeInfo<T> itemType)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            // Go writes an empty list as null.
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonSerializer.Deserialize(ref reader, itemType) ?? throw new JsonException("an item of a list is null"));
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"a list of the API was expected, but {reader.TokenType} found");
        }
    }
}
