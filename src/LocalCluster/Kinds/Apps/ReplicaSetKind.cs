using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>ReplicaSet, apps/v1.</summary>
public static class ReplicaSetKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "apps",
        Version = "v1",
        Kind = "ReplicaSet",
        Plural = "replicasets",
        Singular = "replicaset",
        ShortNames = ["rs"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Scale = new ScalePaths("spec.replicas", "status.replicas", "spec.selector"),
        Schema = SchemaNotation.Type("apps", "ReplicaSet"),
        Validate = ReplicaSetRules.Validate,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["status.replicas"] = set => $"{set.NumberAt("status.replicas") ?? 0}",
        },
        Columns =
        [
            Columns.Name,
            Columns.Integer("Desired", "Number of desired pods.", "spec.replicas"),
            Columns.Integer("Current", "Number of pods that exist.", "status.replicas"),
            Columns.Integer("Ready", "Number of pods that are ready.", "status.readyReplicas"),
            Columns.Age,
            Columns.Wide("Containers", "Names of each container in the template.", Columns.ContainerNames),
            Columns.Wide("Images", "Images referenced by each container in the template.", Columns.ContainerImages),
            Columns.Wide("Selector", "Labels of the pods that the set counts.", set => Columns.Selector(set.PartAt("spec.selector"))),
        ],
    }
    .WithDefaults(WorkloadDefaults.ReplicaSet)
    .WithPreparation(KindDefaults.EmptyStatus);
}
