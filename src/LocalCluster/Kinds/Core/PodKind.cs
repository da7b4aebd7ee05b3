using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Pod, core v1.</summary>
public static class PodKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Pod",
        Plural = "pods",
        Singular = "pod",
        ShortNames = ["po"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Schema = SchemaNotation.Type("core", "Pod"),
        Columns = PodColumns.All,
        GracePeriod = GracePeriod,
        Subresources =
        [
            new SubresourceKind("binding", "", "v1", "Binding", ["create"]),
            new SubresourceKind("eviction", "policy", "v1", "Eviction", ["create"]),
            new SubresourceKind("resize", "", "v1", "Pod", ["get", "patch", "update"]),
        ],
        Validate = PodRules.Validate,
        PrepareStatus = PodStatusRules.Prepare,
        ValidateStatus = PodStatusRules.Validate,
        Resize = new SubresourceRules(PodResizeRules.Prepare, PodResizeRules.Validate),
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["spec.nodeName"] = pod => pod.TextAt("spec.nodeName"),
            ["spec.restartPolicy"] = pod => pod.TextAt("spec.restartPolicy"),
            ["spec.schedulerName"] = pod => pod.TextAt("spec.schedulerName"),
            ["spec.serviceAccountName"] = pod => pod.TextAt("spec.serviceAccountName"),
            ["spec.hostNetwork"] = pod => pod.FlagAt("spec.hostNetwork") ? "true" : "false",
            ["status.phase"] = pod => pod.TextAt("status.phase"),
            ["status.podIP"] = pod => pod.TextAt("status.podIP"),
            ["status.nominatedNodeName"] = pod => pod.TextAt("status.nominatedNodeName"),
        },
    }
    .WithDefaults(PodDefaults.Apply)
    .WithPreparation(PodPreparation.AddPriorityAndTolerations, PodPreparation.AddServiceAccount, PodPreparation.SetStatus);

    // What no node runs, or has run to its end, need not be waited for.
    private static long GracePeriod(JsonObject pod) =>
        pod.TextAt("spec.nodeName").Length == 0 || pod.TextAt("status.phase") is "Succeeded" or "Failed"
            ? 0
            : pod.NumberAt("spec.terminationGracePeriodSeconds") ?? 30;
}
