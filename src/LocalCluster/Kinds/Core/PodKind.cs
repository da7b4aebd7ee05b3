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
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["spec.nodeName"] = pod => pod.Text("spec.nodeName"),
            ["spec.restartPolicy"] = pod => pod.Text("spec.restartPolicy"),
            ["spec.schedulerName"] = pod => pod.Text("spec.schedulerName"),
            ["spec.serviceAccountName"] = pod => pod.Text("spec.serviceAccountName"),
            ["spec.hostNetwork"] = pod => pod.Flag("spec.hostNetwork") ? "true" : "false",
            ["status.phase"] = pod => pod.Text("status.phase"),
            ["status.podIP"] = pod => pod.Text("status.podIP"),
            ["status.nominatedNodeName"] = pod => pod.Text("status.nominatedNodeName"),
        },
    }
    .WithDefaults(PodDefaults.Apply)
    .WithPreparation(PodPreparation.AddPriorityAndTolerations, PodPreparation.AddServiceAccount, PodPreparation.SetStatus);

    // What no node runs, or has run to its end, need not be waited for.
    private static long GracePeriod(JsonObject pod) =>
        pod.Text("spec.nodeName").Length == 0 || pod.Text("status.phase") is "Succeeded" or "Failed"
            ? 0
            : pod.Number("spec.terminationGracePeriodSeconds") ?? 30;
}
