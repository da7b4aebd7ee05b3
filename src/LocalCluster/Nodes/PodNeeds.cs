using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a pod requests or may use in all, after k8s.io/component-helpers/resource.</summary>
internal static class PodNeeds
{
    /// <summary>What the pod requests: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Requests(JsonObject pod) => Reckon(Total(pod, "requests"));

    /// <summary>What the pod holds on its node: what it requests or, until it is resized, what its containers still have if that is more; a resize that is infeasible does not count.</summary>
    public static IReadOnlyDictionary<string, long> Held(JsonObject pod)
    {
        if (IsSettled(pod))
        {
            return Requests(pod);
        }

        var statuses = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).ToLookup(status => status.Text("name"));
        var held = pod.Copy();
        var isInfeasible = pod.Condition("PodResizePending").Text("reason") == "Infeasible";
        foreach (var container in Containers(held).Where(container => statuses.Contains(container.Text("name"))))
        {
            var status = statuses[container.Text("name")].First();
            var lists = new[] { isInfeasible ? null : container.At("resources", "requests"), status["allocatedResources"], status.At("resources", "requests") };
            container.Make("resources")["requests"] = Highest(lists);
        }

        return Requests(held);
    }

    /// <summary>The amounts of a resource list: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Amounts(JsonNode? list) => Reckon(Read(list));

    /// <summary>The pod's "requests" or "limits": those of its containers, which pod-level amounts replace, and its overhead.</summary>
    public static IReadOnlyDictionary<string, Quantity> Total(JsonObject pod, string side) => PodResources.Total(pod["spec"] as JsonObject, side);

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers"));

    // Most pods are: it must be cheap to tell.
    private static bool IsSettled(JsonObject pod) =>
        pod.At("status", "containerStatuses") is null
        || (pod.Whole("status", "observedGeneration") == pod.Generation() && pod.Condition("PodResizePending") is null && pod.Condition("PodResizeInProgress") is null);

    private static JsonObject Highest(IEnumerable<JsonNode?> lists) => new(lists.SelectMany(Read)
        .GroupBy(pair => pair.Key, pair => pair.Value)
        .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)JsonValue.Create(group.Max().ToString()))));

    private static Dictionary<string, Quantity> Read(JsonNode? list) =>
        (list as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => Amount(pair.Value));

    /// <summary>The amounts as whole numbers: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Reckon(IReadOnlyDictionary<string, Quantity> amounts) =>
        amounts.ToDictionary(pair => pair.Key, pair => pair.Key == "cpu" ? pair.Value.SaturatedMilliValue : pair.Value.SaturatedValue);

    private static Quantity Amount(JsonNode? value) =>
        Quantity.Parse(value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "0");
}
