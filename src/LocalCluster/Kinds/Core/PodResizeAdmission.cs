using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Admission that refuses resizes which the pod's node cannot follow, after upstream's plugins NodeDeclaredFeatureValidator and PodResizeValidator.</summary>
public sealed class PodResizeAdmission(ObjectStore store, ResourceKind nodes)
{
    /// <summary>Feature of nodes that change the CPU of guaranteed pods in place.</summary>
    public const string GuaranteedProcessor = "GuaranteedQoSPodCPUResize";

    /// <summary>Feature of nodes that change pod-level resources in place.</summary>
    public const string PodLevel = "InPlacePodLevelResourcesVerticalScaling";

    /// <summary>Feature of nodes that change init containers other than sidecars in place.</summary>
    public const string InitContainers = "InPlacePodVerticalScalingInitContainers";

    /// <summary>Checks a resize of a placed pod that changes anything; refuses it with 403.</summary>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: "UPDATE", Kind: { Group: "", Kind: "Pod" }, Options.Subresource: "resize", Object: { } pod, Old: { } old }
            && pod.TextAt("spec.nodeName") is { Length: > 0 } node
            && pod.NumberAt("metadata.generation") != old.NumberAt("metadata.generation"))
        {
            Check(request, (pod, old), node);
        }

        return ValueTask.CompletedTask;
    }

    private void Check(AdmissionRequest request, (JsonObject Now, JsonObject Was) pod, string name)
    {
        var node = store.Find(nodes, "", name)?.Value ?? throw Refuse(request, $"node \"{name}\" not found");
        var lacking = Features(pod.Now.PartAt("spec") ?? [], pod.Was).Except(node.TextsAt("status.declaredFeatures")).ToList();
        if (lacking.Count > 0)
        {
            throw Refuse(request, $"pod update requires features {string.Join(", ", lacking)} which are not available on node \"{name}\"");
        }

        var system = node.PartAt("metadata.labels")?["kubernetes.io/os"].AsText() ?? "";
        if (system is not ("" or "linux"))
        {
            throw Refuse(request, $"pod resize is only supported on linux nodes, node \"{name}\" is \"{system}\"");
        }

        CheckRoom(request, PodResources.Total(pod.Now.PartAt("spec"), "requests"), ResourceRules.Amounts(node.PartAt("status"), "allocatable"));
    }

    private static void CheckRoom(AdmissionRequest request, Dictionary<string, Quantity> requests, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        var excesses = new List<string>();
        foreach (var name in new[] { "cpu", "memory" })
        {
            var (wanted, available) = (requests.GetValueOrDefault(name), allocatable.GetValueOrDefault(name));
            if (wanted > available)
            {
                excesses.Add(name == "cpu"
                    ? $"cpu, requested: {wanted.SaturatedMilliValue}, allocatable: {available.SaturatedMilliValue}"
                    : $"memory, requested: {wanted.SaturatedValue}, allocatable: {available.SaturatedValue}");
            }
        }

        if (excesses.Count > 0)
        {
            throw Refuse(request, $"node didn't have enough allocatable resources: {string.Join("; ", excesses)}");
        }
    }

    private static IEnumerable<string> Features(JsonObject spec, JsonObject old)
    {
        var before = old.PartAt("spec") ?? [];
        if (old.TextAt("status.qosClass") == "Guaranteed" && Pairs(spec, before, "containers").Any(pair => Processor(pair.Now) != Processor(pair.Was)))
        {
            yield return GuaranteedProcessor;
        }

        if (!JsonNode.DeepEquals(spec["resources"], before["resources"]))
        {
            yield return PodLevel;
        }

        if (Pairs(spec, before, "initContainers").Any(pair => !PodResources.IsSidecar(pair.Was) && !JsonNode.DeepEquals(pair.Now["resources"], pair.Was["resources"])))
        {
            yield return InitContainers;
        }
    }

    private static IEnumerable<(JsonObject Now, JsonObject Was)> Pairs(JsonObject spec, JsonObject before, string list) =>
        spec.PartsAt(list).Zip(before.PartsAt(list));

    private static Quantity Processor(JsonObject container) =>
        ResourceRules.Amounts(container.PartAt("resources"), "requests").GetValueOrDefault("cpu");

    private static ApiError Refuse(AdmissionRequest request, string detail) => Refusals.Forbidden(request.Kind, request.Name, detail);
}
