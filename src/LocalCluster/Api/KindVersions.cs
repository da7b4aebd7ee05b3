using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;

namespace Autoscale.LocalCluster.Api;

/// <summary>Moves objects between the versions of their kind.</summary>
internal static class KindVersions
{
    /// <summary>The stored object in the version that the kind stands for; the object itself when that is the stored one.</summary>
    public static JsonObject FromStored(ResourceKind kind, JsonObject stored)
    {
        if (kind.Custom is { } custom)
        {
            return CustomDecoder.Show(kind, custom, stored);
        }

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

    /// <summary>What is stored of an object that passed its kind's rules: custom resources keep their own version until here.</summary>
    public static JsonObject ForStorage(KindRegistry kinds, ResourceKind kind, JsonObject ruled) =>
        kind.Custom is not null && kinds.Stored(kind) is { Custom: { } custom } stored ? CustomDecoder.Show(stored, custom, ruled) : ruled;

    /// <summary>A decoded object with its defaults, in the version by whose rules it is checked.</summary>
    public static JsonObject ToStored(KindRegistry kinds, ResourceKind kind, JsonObject decoded)
    {
        kind.Default?.Invoke(decoded);
        if (kind.Conversion is not { } conversion || kind.Custom is not null)
        {
            return decoded;
        }

        var stored = kinds.Stored(kind);
        var converted = ObjectDecoder.Decode(stored, conversion.ToStored(decoded), _ => { });
        stored.Default?.Invoke(converted);
        return converted;
    }
}
