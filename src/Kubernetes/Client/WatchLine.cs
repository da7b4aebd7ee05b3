using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Client;

/// <summary>Reads one line of a watch, {"type": …, "object": …}.</summary>
internal static class WatchLine
{
    /// <summary>The event of a line; throws <see cref="KubeError"/> for an ERROR event, <see cref="JsonException"/> for nonsense.</summary>
    public static WatchEvent<T> Read<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        var reader = new Utf8JsonReader(line);
        string? kind = null;
        var at = default(Utf8JsonReader);
        var hasObject = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isObject = reader.ValueTextEquals("object"u8);
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            kind = isType ? reader.GetString() : kind;
            at = isObject ? reader : at;
            hasObject |= isObject;
            reader.Skip();
        }

        if (!hasObject)
        {
            throw new JsonException($"a watch event of type \"{kind}\" bears no object");
        }

        return new(Type(kind, at), JsonSerializer.Deserialize(ref at, type) ?? throw new JsonException("a watch event's object is null"));
    }

    private static WatchEventType Type(string? kind, Utf8JsonReader at) => kind switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        "ERROR" => throw new KubeError(JsonSerializer.Deserialize(ref at, KubeJson.Default.KubeStatus) ?? new()),
        _ => throw new JsonException($"a watch event is of the unknown type \"{kind}\""),
    };
}
