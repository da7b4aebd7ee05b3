using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a pod.</summary>
public static class PodRules
{
    private const string FrozenSpec = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly string[] ChangeableFields = ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates"];

    /// <summary>The field errors of a new pod, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject pod, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, pod, old, SyntaxRules.DnsSubdomain);
        PodSpecRules.Check(report, pod.PartAt("spec") ?? [], "spec");
        if (old.PartAt("spec") is { } before)
        {
            CheckUpdate(report, pod.PartAt("spec") ?? [], before);
        }

        return report.Errors;
    }

    private static void CheckUpdate(FieldReport report, JsonObject spec, JsonObject before)
    {
        if (spec.PartsAt("containers").Count() != before.PartsAt("containers").Count())
        {
            report.Forbidden("spec.containers", "pod updates may not add or remove containers");
            return;
        }

        if (spec.PartsAt("initContainers").Count() != before.PartsAt("initContainers").Count())
        {
            report.Forbidden("spec.initContainers", "pod updates may not add or remove containers");
            return;
        }

        if (!CheckDeadline(report, spec["activeDeadlineSeconds"], before.NumberAt("activeDeadlineSeconds")))
        {
            return;
        }

        if (!JsonNode.DeepEquals(Frozen(spec, before), Frozen(before, before)))
        {
            report.Forbidden("spec", FrozenSpec);
        }
    }

    // A deadline may be set and brought forward; false when nothing more is to be said.
    private static bool CheckDeadline(FieldReport report, JsonNode? deadline, long? before)
    {
        const string Path = "spec.activeDeadlineSeconds";
        if (deadline is null)
        {
            if (before is not null)
            {
                report.Invalid(Path, deadline, "must not update from a positive integer to nil value");
            }

            return true;
        }

        if (deadline.AsNumber() > before)
        {
            report.Invalid(Path, deadline, "must be less than or equal to previous value");
            return false;
        }

        return true;
    }

    // What may change is set to what it was, so that all the rest can be compared at once.
    private static JsonObject Frozen(JsonObject spec, JsonObject before)
    {
        var frozen = spec.DeepClone().AsObject();
        foreach (var field in ChangeableFields)
        {
            frozen[field] = before[field]?.DeepClone();
        }

        foreach (var container in frozen.PartsAt("containers").Concat(frozen.PartsAt("initContainers")))
        {
            container.Remove("image");
        }

        return frozen;
    }
}
