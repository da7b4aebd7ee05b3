using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Patching;

/// <summary>JSON merge patches, RFC 7386.</summary>
public static class MergePatch
{
    /// <summary>The target with the patch laid over it, in place where it can be; the patch is left alone.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
        {
            return patch?.DeepClone();
        }

        var result = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            if (value is null)
            {
                result.Remove(name);
                continue;
            }

            var old = result[name];
            var merged = Apply(old, value);
            if (!ReferenceEquals(merged, old))
            {
                result[name] = merged;
            }
        }

        return result;
    }
}
