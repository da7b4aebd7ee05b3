using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>The validation of a deployment's status, after ValidateDeploymentStatusUpdate in pkg/apis/apps/validation.</summary>
public static class DeploymentStatusRules
{
    private static readonly string[] Counts =
        ["observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas", "collisionCount"];

    /// <summary>The field errors of a deployment whose status is written.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject deployment, JsonObject old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, deployment, old, SyntaxRules.DnsSubdomain);
        foreach (var count in Counts)
        {
            report.NonNegative($"status.{count}", deployment.NumberAt($"status.{count}"));
        }

        NoMore(report, deployment, "updatedReplicas", "replicas", "status.replicas");
        NoMore(report, deployment, "readyReplicas", "replicas", "status.replicas");
        NoMore(report, deployment, "availableReplicas", "replicas", "status.replicas");
        NoMore(report, deployment, "availableReplicas", "readyReplicas", "readyReplicas");
        if (old.NumberAt("status.collisionCount") is { } before && (deployment.NumberAt("status.collisionCount") ?? -1) < before)
        {
            report.Invalid("status.collisionCount", deployment.NodeAt("status.collisionCount"), "cannot be decremented");
        }

        return report.Errors;
    }

    private static void NoMore(FieldReport report, JsonObject deployment, string part, string whole, string shown)
    {
        var count = deployment.NumberAt($"status.{part}") ?? 0;
        if (count > (deployment.NumberAt($"status.{whole}") ?? 0))
        {
            report.Invalid($"status.{part}", count, $"cannot be greater than {shown}");
        }
    }
}
