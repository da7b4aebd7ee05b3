using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.Checks;

/// <summary>Changes an object as <c>kubectl apply</c> would: what was applied last and is not wanted any more goes, the rest is laid over what is there.</summary>
internal static class AppliedPatch
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly FieldSchema Unknown = new(FieldType.Any);

    // What else applying changes of an object's metadata, it does not take away again.
    private static readonly string[] OfMetadata = ["labels", "annotations"];

    /// <summary>The object with the manifest laid over it; throws <see cref="PatchProblem"/> where it does not fit.</summary>
    public static JsonObject Apply(JsonObject current, JsonObject manifest, FieldSchema schema)
    {
        var kept = Last(current) is { } last ? StrategicMergePatch.Apply(current, Removals(last, manifest, schema), schema) : current;
        return StrategicMergePatch.Apply(kept, manifest, schema);
    }

    private static JsonObject? Last(JsonObject current)
    {
        if (current.PartAt("metadata.annotations")?[LastApplied].AsText() is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var last = JsonNode.Parse(text) as JsonObject;
            last?.Remove("status");
            if (last?["metadata"] is JsonObject metadata)
            {
                metadata.Select(member => member.Key).Where(name => !OfMetadata.Contains(name)).ToList().ForEach(name => metadata.Remove(name));
            }

            return last;
        }
        catch (JsonException)
        {
            // Somebody else's annotation: nothing is known of what was applied.
            return null;
        }
    }

    private static JsonObject Removals(JsonObject last, JsonObject wanted, FieldSchema schema)
    {
        var removals = new JsonObject();
        foreach (var (name, before) in last.Where(member => member.Value is not null))
        {
            var field = schema.Properties.GetValueOrDefault(name) ?? schema.Items ?? Unknown;
            switch (before, wanted[name])
            {
                case (_, null):
                    removals[name] = null;
                    break;
                case (JsonObject old, JsonObject kept) when Removals(old, kept, field) is { Count: > 0 } inner:
                    removals[name] = inner;
                    break;
                case (JsonArray old, JsonArray kept) when field.MergeKey is { } key && Removals(old, kept, key, field.Items ?? Unknown) is { Count: > 0 } items:
                    removals[name] = items;
                    break;
            }
        }

        return removals;
    }

    private static JsonArray Removals(JsonArray last, JsonArray wanted, string key, FieldSchema items)
    {
        var removals = new JsonArray();
        foreach (var old in last.OfType<JsonObject>().Where(item => item[key] is not null))
        {
            var kept = wanted.OfType<JsonObject>().FirstOrDefault(item => JsonNode.DeepEquals(item[key], old[key]));
            var removal = kept is null ? new JsonObject { ["$patch"] = "delete" } : Removals(old, kept, items);
            if (removal.Count > 0)
            {
                removal[key] = old[key]?.DeepClone();
                removals.Add(removal);
            }
        }

        return removals;
    }
}
