using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What a write of a pod's status may do, after podStatusStrategy of pkg/registry/core/pod and ValidatePodStatusUpdate of pkg/apis/core/validation.</summary>
public static class PodStatusRules
{
    /// <summary>Keeps the quality of service and the observed generations, of the pod and of its conditions, where the new status leaves them out.</summary>
    public static void Prepare(JsonObject pod, JsonObject old)
    {
        var (status, before) = (pod.Ensure("status"), old.PartAt("status"));
        if (before.TextAt("qosClass") is { Length: > 0 } quality)
        {
            status.SetDefaultText("qosClass", quality);
        }

        KeepGeneration(status, before);
        var left = before.PartsAt("conditions").GroupBy(condition => condition.TextAt("type")).ToDictionary(group => group.Key, group => new Queue<JsonObject>(group));
        foreach (var condition in status.PartsAt("conditions"))
        {
            var same = left.TryGetValue(condition.TextAt("type"), out var queue) && queue.TryDequeue(out var first) ? first : null;
            KeepGeneration(condition, same);
        }
    }

    /// <summary>The field errors of a pod whose status is written.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject pod, JsonObject old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, pod, old, SyntaxRules.DnsSubdomain);
        foreach (var (index, condition) in pod.PartsAt("status.conditions").Index())
        {
            CheckGeneration(report, condition, $"status.conditions[{index}].observedGeneration");
        }

        CheckGeneration(report, pod.PartAt("status"), "status.observedGeneration");
        report.Unchanged("status.qosClass", pod.NodeAt("status.qosClass"), old.NodeAt("status.qosClass"));
        return report.Errors;
    }

    private static void CheckGeneration(FieldReport report, JsonObject? owner, string path)
    {
        if (owner.NumberAt("observedGeneration") is { } generation and < 0)
        {
            report.Invalid(path, generation, "must be a non-negative integer");
        }
    }

    private static void KeepGeneration(JsonObject owner, JsonObject? before)
    {
        if (before.NumberAt("observedGeneration") is { } generation and not 0)
        {
            owner.SetDefaultNumber("observedGeneration", generation);
        }
    }
}
