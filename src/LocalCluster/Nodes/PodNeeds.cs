using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a pod requests or may use in all, after k8s.io/component-helpers/resource.</summary>
internal static class PodNeeds
{
    /// <summary>What the pod requests: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Requests(JsonObject pod) => Reckon(Total(pod, "requests"));

    /// <summary>The amounts of a resource list: CPU in thousandths of a core, everything else in whole units.</summary>
    public static IReadOnlyDictionary<string, long> Amounts(JsonNode? list) => Reckon(Read(list));

    /// <summary>The pod's "requests" or "limits": containers and sidecars together, or the largest moment of its init containers; pod-level amounts take precedence.</summary>
    public static IReadOnlyDictionary<string, Quantity> Total(JsonObject pod, string side)
    {
        var total = new Dictionary<string, Quantity>();
        foreach (var container in pod.Objects("spec", "containers"))
        {
            Add(total, Read(container.At("resources", side)));
        }

        AddInitContainers(total, pod, side);
        foreach (var (resource, amount) in Read(pod.At("spec", "resources", side)))
        {
            total[resource] = amount;
        }

        var overhead = Read(pod.At("spec", "overhead")).Where(pair => side == "requests" || total.ContainsKey(pair.Key));
        Add(total, overhead);
        return total;
    }

    private static void AddInitContainers(Dictionary<string, Quantity> total, JsonObject pod, string side)
    {
        var sidecars = new Dictionary<string, Quantity>();
        var peak = new Dictionary<string, Quantity>();
        foreach (var container in pod.Objects("spec", "initContainers"))
        {
            var moment = new Dictionary<string, Quantity>(sidecars);
            Add(moment, Read(container.At("resources", side)));
            if (container.Text("restartPolicy") == "Always")
            {
                sidecars = moment;
            }

            Raise(peak, moment);
        }

        Add(total, sidecars);
        Raise(total, peak);
    }

    private static void Add(Dictionary<string, Quantity> total, IEnumerable<KeyValuePair<string, Quantity>> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            total[resource] = total.TryGetValue(resource, out var before) ? before.Add(amount) : amount;
        }
    }

    private static void Raise(Dictionary<string, Quantity> total, Dictionary<string, Quantity> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            total[resource] = total.TryGetValue(resource, out var before) ? Quantity.Max(before, amount) : amount;
        }
    }

    private static Dictionary<string, Quantity> Read(JsonNode? list) =>
        (list as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => Amount(pair.Value));

    private static Dictionary<string, long> Reckon(IReadOnlyDictionary<string, Quantity> amounts) =>
        amounts.ToDictionary(pair => pair.Key, pair => pair.Key == "cpu" ? pair.Value.SaturatedMilliValue : pair.Value.SaturatedValue);

    private static Quantity Amount(JsonNode? value) =>
        Quantity.Parse(value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "0");
}
