using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Fills in a structural schema's defaults, in place, after upstream's schema/defaulting: nulls that may not be become the default or go away.</summary>
internal static class Defaulting
{
    /// <summary>Settles the nulls and sets the defaults of a value.</summary>
    public static void Apply(JsonNode value, StructuralSchema schema)
    {
        DropNulls(value, schema);
        Default(value, schema);
    }

    private static void DropNulls(JsonNode? value, StructuralSchema? schema)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (name, node) in members.ToList())
                {
                    var inner = schema?.Member(name);
                    if (node is null && inner is { IsNullable: false, Default: null })
                    {
                        members.Remove(name);
                    }

                    DropNulls(node, inner);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    DropNulls(item, schema?.Items);
                }

                break;
        }
    }

    private static void Default(JsonNode? value, StructuralSchema? schema)
    {
        switch (value)
        {
            case JsonObject members when schema is not null:
                DefaultMembers(members, schema);
                break;
            case JsonArray items when schema?.Items is { } item:
                for (var index = 0; index < items.Count; index++)
                {
                    items[index] ??= Standing(item);
                    Default(items[index], item);
                }

                break;
        }
    }

    private static void DefaultMembers(JsonObject members, StructuralSchema schema)
    {
        foreach (var (name, inner) in schema.Properties)
        {
            if (inner.Default is { } standing && (!members.ContainsKey(name) || (members[name] is null && !inner.IsNullable)))
            {
                members[name] = standing.DeepClone();
            }
        }

        foreach (var (name, node) in members.ToList())
        {
            if (node is null && schema.Additional is { } values && !schema.Properties.ContainsKey(name))
            {
                members[name] = Standing(values);
            }

            Default(members[name], schema.Member(name));
        }
    }

    private static JsonNode? Standing(StructuralSchema schema) => schema.IsNullable ? null : schema.Default?.DeepClone();
}
