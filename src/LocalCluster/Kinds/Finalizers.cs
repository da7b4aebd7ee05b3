using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Adds the finalizers by which the server protects new objects that may be in use.</summary>
public static class Finalizers
{
    /// <summary>Adds a finalizer that is not there yet, after those that are.</summary>
    public static void Add(JsonObject value, string finalizer)
    {
        var metadata = value.Ensure("metadata");
        if (!metadata.TextsAt("finalizers").Contains(finalizer))
        {
            metadata["finalizers"] = new JsonArray([.. metadata.TextsAt("finalizers").Append(finalizer).Select(name => JsonValue.Create(name))]);
        }
    }
}
