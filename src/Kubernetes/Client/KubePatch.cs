using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autoscale.Kubernetes.Client;

/// <summary>A change to an object: the media type says which kind of patch, the body is its JSON.</summary>
public sealed record KubePatch(string MediaType, ReadOnlyMemory<byte> Body)
{
    /// <summary>A JSON merge patch (RFC 7396); with metadata.resourceVersion in it, a conflict is noticed.</summary>
    public static KubePatch Merge(ReadOnlyMemory<byte> body) => new("application/merge-patch+json", body);

    /// <summary>A JSON merge patch made of the members of a value that are not null.</summary>
    public static KubePatch Merge<T>(T value, JsonTypeInfo<T> type) => Merge(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>A JSON patch (RFC 6902).</summary>
    public static KubePatch Json(ReadOnlyMemory<byte> body) => new("application/json-patch+json", body);

    /// <summary>A strategic merge patch, which merges lists by their keys.</summary>
    public static KubePatch Strategic(ReadOnlyMemory<byte> body) => new("application/strategic-merge-patch+json", body);
}
