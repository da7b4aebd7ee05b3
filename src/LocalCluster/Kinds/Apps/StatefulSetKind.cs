using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>StatefulSet, apps/v1.</summary>
public static class StatefulSetKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "apps",
        Version = "v1",
        Kind = "StatefulSet",
        Plural = "statefulsets",
        Singular = "statefulset",
        ShortNames = ["sts"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Scale = new ScalePaths("spec.replicas", "status.replicas", "spec.selector"),
        Schema = SchemaNotation.Type("apps", "StatefulSet"),
        Validate = StatefulSetRules.Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Ready", "Number of the pod with ready state", Ready),
            Columns.Age,
            Columns.Wide("Containers", "Names of each container in the template.", Columns.ContainerNames),
            Columns.Wide("Images", "Images referenced by each container in the template.", Columns.ContainerImages),
        ],
    }
    .WithDefaults(WorkloadDefaults.StatefulSet)
    .WithPreparation(KindDefaults.EmptyStatus);

    private static string Ready(JsonObject set) => $"{set.NumberAt("status.readyReplicas") ?? 0}/{set.NumberAt("spec.replicas") ?? 0}";
}
