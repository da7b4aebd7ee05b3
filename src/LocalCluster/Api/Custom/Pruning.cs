using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Drops what a structural schema does not know, in place, after upstream's schema/pruning; what is dropped is handed over by path.</summary>
internal sealed class Pruning(Action<string> unknown)
{
    /// <summary>Prunes a whole object; its type and metadata are kept.</summary>
    public void Prune(JsonObject value, StructuralSchema schema)
    {
        if (schema.PreservesUnknown)
        {
            Skip(value, schema, "", isRoot: true);
            return;
        }

        PruneMembers(value, schema, "", isRoot: true);
    }

    /// <summary>Prunes a value within an object.</summary>
    public void PruneValue(JsonNode value, StructuralSchema schema) => Prune(value, schema, "");

    private void Prune(JsonNode? value, StructuralSchema? schema, string path)
    {
        if (schema is { PreservesUnknown: true })
        {
            Skip(value, schema, path, isRoot: false);
            return;
        }

        switch (value)
        {
            case JsonObject members:
                PruneMembers(members, schema, path, isRoot: false);
                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    Prune(items[index], schema?.Items, $"{path}[{index}]");
                }

                break;
        }
    }

    private void PruneMembers(JsonObject members, StructuralSchema? schema, string path, bool isRoot)
    {
        foreach (var (name, node) in members.ToList())
        {
            if ((isRoot || schema is { IsEmbedded: true }) && StructuralSchema.IsMeta(name))
            {
                continue;
            }

            var inner = Inside(path, name);
            if (schema is null || (!schema.Properties.ContainsKey(name) && !schema.HasAdditional))
            {
                unknown(inner);
                members.Remove(name);
                continue;
            }

            Prune(node, schema.Member(name), inner);
        }
    }

    // Below what keeps everything, a schema that does not starts to prune again.
    private void Skip(JsonNode? value, StructuralSchema? schema, string path, bool isRoot)
    {
        switch (value)
        {
            case JsonObject members when schema is not null:
                foreach (var (name, node) in members.ToList())
                {
                    var isKept = (isRoot || schema.IsEmbedded) && StructuralSchema.IsMeta(name);
                    if (!isKept && (schema.Properties.ContainsKey(name) || schema.HasAdditional))
                    {
                        Prune(node, schema.Member(name), Inside(path, name));
                    }
                }

                break;
            case JsonArray items when schema is not null:
                for (var index = 0; index < items.Count; index++)
                {
                    Skip(items[index], schema.Items, $"{path}[{index}]", isRoot: false);
                }

                break;
        }
    }

    private static string Inside(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
