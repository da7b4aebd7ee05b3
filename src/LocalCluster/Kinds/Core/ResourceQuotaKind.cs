using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>ResourceQuota, core v1.</summary>
public static class ResourceQuotaKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "ResourceQuota",
        Plural = "resourcequotas",
        Singular = "resourcequota",
        ShortNames = ["quota"],
        HasStatus = true,
        Schema = SchemaNotation.Type("core", "ResourceQuota"),
        Validate = ResourceQuotaRules.Validate,
        ValidateStatus = ResourceQuotaRules.ValidateStatus,
        Columns =
        [
            Columns.Name,
            Columns.Text("Request", "Request represents a minimum amount of cpu/memory that a container may consume.", quota => Used(quota, isLimit: false)),
            Columns.Text("Limit", "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.", quota => Used(quota, isLimit: true)),
            Columns.Age,
        ],
    }
    .WithDefaults()
    .WithPreparation(KindDefaults.EmptyStatus);

    private static string Used(JsonObject quota, bool isLimit) => string.Join(", ", (quota.PartAt("status.hard") ?? [])
        .Where(hard => hard.Key.StartsWith("limits.", StringComparison.Ordinal) == isLimit)
        .OrderBy(hard => hard.Key, StringComparer.Ordinal)
        .Select(hard => $"{hard.Key}: {quota.PartAt("status.used")?[hard.Key]?.AsText() ?? "0"}/{hard.Value.AsText()}"));
}
