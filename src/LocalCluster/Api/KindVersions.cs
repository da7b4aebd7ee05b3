using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Moves objects between the versions of their kind.</summary>
internal static class KindVersions
{
    /// <summary>The stored object in the version that the kind stands for; the object itself when that is the stored one.</summary>
    public static JsonObject FromStored(ResourceKind kind, JsonObject stored)
    {
        if (kind.Conversion is not { } conversion)
        {
            return stored;
        }

        var converted = conversion.FromStored(stored);
        converted["kind"] = kind.Kind;
        converted["apiVersion"] = kind.ApiVersion;
        JsonNumbers.Settle(converted);
        return converted;
    }

    /// <summary>A decoded object with its defaults, in the version in which its kind is stored.</summary>
    public static JsonObject ToStored(KindRegistry kinds, ResourceKind kind, JsonObject decoded)
    {
        kind.Default?.Invoke(decoded);
        if (kind.Conversion is not { } conversion)
        {
            return decoded;
        }

        var stored = kinds.Stored(kind);
        var converted = ObjectDecoder.Decode(stored, conversion.ToStored(decoded), _ => { });
        stored.Default?.Invoke(converted);
        return converted;
    }
}
