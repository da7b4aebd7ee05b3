using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>Deployment, apps/v1.</summary>
public static class DeploymentKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "apps",
        Version = "v1",
        Kind = "Deployment",
        Plural = "deployments",
        Singular = "deployment",
        ShortNames = ["deploy"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        GenerationCountsAnnotations = true,
        Scale = new ScalePaths("spec.replicas", "status.replicas", "spec.selector"),
        Schema = SchemaNotation.Type("apps", "Deployment"),
        Validate = DeploymentRules.Validate,
        ValidateStatus = DeploymentStatusRules.Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Ready", "Number of the pod with ready state", Ready),
            Columns.Count("Up-to-date", "Total number of non-terminating pods targeted by this deployment that have the desired template spec.", "status.updatedReplicas"),
            Columns.Count("Available", "Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment.", "status.availableReplicas"),
            Columns.Age,
            Columns.Wide("Containers", "Names of each container in the template.", Columns.ContainerNames),
            Columns.Wide("Images", "Images referenced by each container in the template.", Columns.ContainerImages),
            Columns.Wide("Selector", "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment. It must match the pod template's labels.", deployment => Columns.Selector(deployment.PartAt("spec.selector"))),
        ],
    }
    .WithDefaults(WorkloadDefaults.Deployment)
    .WithPreparation(KindDefaults.EmptyStatus);

    private static string Ready(JsonObject deployment) =>
        $"{deployment.NumberAt("status.readyReplicas") ?? 0}/{deployment.NumberAt("spec.replicas") ?? 0}";
}
