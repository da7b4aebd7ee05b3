using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a pod requests or may use in all, after k8s.io/component-helpers/resource.</summary>
internal static class PodNeeds
{
    /// <summary>What the pod requests: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Requests(JsonObject pod) => Reckon(Total(pod, "requests"));

    /// <summary>The amounts of a resource list: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Amounts(JsonNode? list) => Reckon(Read(list));

    /// <summary>The pod's "requests" or "limits": those of its containers, which pod-level amounts replace, and its overhead.</summary>
    public static IReadOnlyDictionary<string, Quantity> Total(JsonObject pod, string side) => PodResources.Total(pod["spec"] as JsonObject, side);

    private static Dictionary<string, Quantity> Read(JsonNode? list) =>
        (list as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => Amount(pair.Value));

    private static Dictionary<string, long> Reckon(IReadOnlyDictionary<string, Quantity> amounts) =>
        amounts.ToDictionary(pair => pair.Key, pair => pair.Key == "cpu" ? pair.Value.SaturatedMilliValue : pair.Value.SaturatedValue);

    private static Quantity Amount(JsonNode? value) =>
        Quantity.Parse(value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "0");
}
