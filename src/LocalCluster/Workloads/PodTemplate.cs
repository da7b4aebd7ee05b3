using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Makes pods of a workload's template.</summary>
internal static class PodTemplate
{
    /// <summary>A pod of the owner's template, controlled by the owner; its name is for the caller or the server to set.</summary>
    public static JsonObject Stamp(ResourceKind ownerKind, JsonObject owner)
    {
        var metadata = new JsonObject
        {
            ["namespace"] = owner.Namespace(),
            ["ownerReferences"] = new JsonArray(Ownership.Reference(ownerKind, owner)),
        };
        foreach (var part in new[] { "labels", "annotations", "finalizers" })
        {
            if (owner.At("spec", "template", "metadata", part) is { } value)
            {
                metadata[part] = value.DeepClone();
            }
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = owner.At("spec", "template", "spec")?.DeepClone() ?? new JsonObject(),
        };
    }

    /// <summary>A pod of the owner's template whose name the server completes.</summary>
    public static JsonObject StampNameless(ResourceKind ownerKind, JsonObject owner)
    {
        var pod = Stamp(ownerKind, owner);
        pod.Make("metadata")["generateName"] = $"{owner.Name()}-";
        return pod;
    }
}
