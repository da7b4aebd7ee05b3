using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>LimitRange, core v1.</summary>
public static class LimitRangeKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "LimitRange",
        Plural = "limitranges",
        Singular = "limitrange",
        ShortNames = ["limits"],
        Schema = SchemaNotation.Type("core", "LimitRange"),
        Validate = LimitRangeRules.Validate,
        Columns =
        [
            Columns.Name,
            new TableColumn("Created At", "date", "", 0, "When the object was made.", (range, _) => range.TextAt("metadata.creationTimestamp")),
        ],
    }
    .WithDefaults(ApplyDefaults);

    // Limits come from the maximum, requests from the limits and else from the minimum; for containers only.
    private static void ApplyDefaults(JsonObject range)
    {
        foreach (var limit in range.PartsAt("spec.limits").Where(limit => limit.TextAt("type") == "Container"))
        {
            Inherit(limit, "default", "max");
            Inherit(limit, "defaultRequest", "default");
            Inherit(limit, "defaultRequest", "min");
        }
    }

    private static void Inherit(JsonObject limit, string to, string from)
    {
        foreach (var (name, amount) in limit.PartAt(from) ?? [])
        {
            limit.Ensure(to).SetDefault(name, amount?.DeepClone());
        }
    }
}
