using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a pod requests or may use in all, after k8s.io/component-helpers/resource: CPU in thousandths of a core, everything else in whole units.</summary>
internal static class PodNeeds
{
    /// <summary>What the pod requests.</summary>
    public static IReadOnlyDictionary<string, long> Requests(JsonObject pod) => Sum(pod, "requests");

    /// <summary>What the pod is limited to.</summary>
    public static IReadOnlyDictionary<string, long> Limits(JsonObject pod) => Sum(pod, "limits");

    /// <summary>The amounts of a resource list.</summary>
    public static Dictionary<string, long> Amounts(JsonNode? list) =>
        (list as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => Amount(pair.Key, pair.Value));

    private static Dictionary<string, long> Sum(JsonObject pod, string side)
    {
        var total = new Dictionary<string, long>();
        foreach (var container in pod.Objects("spec", "containers"))
        {
            Add(total, Amounts(container.At("resources", side)));
        }

        AddInitContainers(total, pod, side);
        foreach (var (resource, amount) in Amounts(pod.At("spec", "resources", side)))
        {
            total[resource] = amount;
        }

        var overhead = Amounts(pod.At("spec", "overhead"));
        foreach (var (resource, amount) in overhead.Where(pair => side == "requests" || total.ContainsKey(pair.Key)))
        {
            total[resource] = total.GetValueOrDefault(resource) + amount;
        }

        return total;
    }

    /// <summary>Sidecars add to the containers; a plain init container runs beside the sidecars before it, and only the largest such moment counts.</summary>
    private static void AddInitContainers(Dictionary<string, long> total, JsonObject pod, string side)
    {
        var sidecars = new Dictionary<string, long>();
        var peak = new Dictionary<string, long>();
        foreach (var container in pod.Objects("spec", "initContainers"))
        {
            var moment = new Dictionary<string, long>(sidecars);
            Add(moment, Amounts(container.At("resources", side)));
            if (container.Text("restartPolicy") == "Always")
            {
                sidecars = moment;
            }

            Raise(peak, moment);
        }

        Add(total, sidecars);
        Raise(total, peak);
    }

    private static void Add(Dictionary<string, long> total, Dictionary<string, long> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            total[resource] = total.GetValueOrDefault(resource) + amount;
        }
    }

    private static void Raise(Dictionary<string, long> total, Dictionary<string, long> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            total[resource] = Math.Max(total.GetValueOrDefault(resource), amount);
        }
    }

    private static long Amount(string resource, JsonNode? value)
    {
        var quantity = Quantity.Parse(value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "0");
        return resource == "cpu" ? quantity.MilliValue : quantity.Value;
    }
}
