using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a claim's status, after ValidatePersistentVolumeClaimStatusUpdate of pkg/apis/core/validation.</summary>
public static class ClaimStatusRules
{
    private static readonly string[] Progress =
        ["ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"];

    /// <summary>The field errors of a claim whose status is written.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject claim, JsonObject old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, claim, old, SyntaxRules.DnsSubdomain);
        var status = claim.PartAt("status");
        CheckAmounts(report, status, "capacity", _ => true);
        foreach (var (name, state) in status.PartAt("allocatedResourceStatuses") ?? [])
        {
            IsResource(report, name, "status.allocatedResourceStatuses");
            if (!Progress.Contains(state.AsText()))
            {
                report.NotSupported("status.allocatedResourceStatuses", name, Progress);
            }
        }

        CheckAmounts(report, status, "allocatedResources", name => IsResource(report, name, "status.allocatedResources"));
        return report.Errors;
    }

    private static void CheckAmounts(FieldReport report, JsonObject? status, string list, Func<string, bool> isResource)
    {
        foreach (var (name, amount) in ResourceRules.Amounts(status, list).Where(entry => isResource(entry.Key) && entry.Value.Sign < 0))
        {
            report.Invalid($"status.{list}[{name}]", amount.SaturatedValue, "must be a valid resource quantity");
        }
    }

    // Of the resources that belong to Kubernetes, claims have storage alone.
    private static bool IsResource(FieldReport report, string name, string path)
    {
        var errors = NameRules.LabelKeyErrors(name);
        report.Invalid(path, name, errors);
        if (errors.Count == 0 && name != "storage" && ResourceNameRules.IsNative(name))
        {
            report.NotSupported(path, name, "storage");
            return false;
        }

        return errors.Count == 0;
    }
}
