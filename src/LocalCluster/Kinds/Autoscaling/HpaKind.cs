using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>HorizontalPodAutoscaler: stored as autoscaling/v2, served as autoscaling/v1 too.</summary>
public static class HpaKind
{
    private static readonly IReadOnlyList<TableColumn> Table =
    [
        Columns.Name,
        Columns.Text("Reference", "scaleTargetRef points to the target resource to scale, and is used to the pods for which metrics should be collected, as well as to actually change the replica count.", Reference),
        Columns.Text("Targets", "metrics contains the specifications for which to use to calculate the desired replica count (the maximum replica count across all metrics will be used).  The desired replica count is calculated multiplying the ratio between the target value and the current value by the current number of pods.  Ergo, metrics used must decrease as the pod count is increased, and vice-versa.  See the individual metric source types for more information about how each type of metric must respond. If not set, the default metric will be set to 80% average CPU utilization.", HpaTargets.Format),
        Columns.Text("MinPods", "minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down.  It defaults to 1 pod.  minReplicas is allowed to be 0 if the alpha feature gate HPAScaleToZero is enabled and at least one Object or External metric is configured.  Scaling is active as long as at least one metric value is available.", Minimum),
        Columns.Count("MaxPods", "maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up. It cannot be less that minReplicas.", "spec.maxReplicas"),
        Columns.Count("Replicas", "currentReplicas is current number of replicas of pods managed by this autoscaler, as last seen by the autoscaler.", "status.currentReplicas"),
        Columns.Age,
    ];

    /// <summary>The stored version, autoscaling/v2.</summary>
    public static ResourceKind V2 { get; } = Describe("v2")
        .WithDefaults(HpaDefaults.Apply)
        .WithPreparation(KindDefaults.EmptyStatus) with
    {
        Validate = HpaRules.Validate,
        ValidateStatus = HpaRules.ValidateStatus,
    };

    /// <summary>The older version, autoscaling/v1.</summary>
    public static ResourceKind V1 { get; } = Describe("v1")
        .WithDefaults(hpa => hpa.Ensure("spec").SetDefault("minReplicas", 1)) with
    {
        Conversion = HpaConversion.FromV1,
    };

    private static ResourceKind Describe(string version) => new()
    {
        Group = "autoscaling",
        Version = version,
        Kind = "HorizontalPodAutoscaler",
        Plural = "horizontalpodautoscalers",
        Singular = "horizontalpodautoscaler",
        ShortNames = ["hpa"],
        Categories = ["all"],
        HasStatus = true,
        Schema = SchemaNotation.Type($"autoscaling.{version}", "HorizontalPodAutoscaler"),
        Columns = Table,
    };

    private static string Reference(JsonObject hpa) => $"{hpa.TextAt("spec.scaleTargetRef.kind")}/{hpa.TextAt("spec.scaleTargetRef.name")}";

    private static string Minimum(JsonObject hpa) => hpa.NodeAt("spec.minReplicas") is { } minimum ? minimum.AsText() : "<unset>";
}
