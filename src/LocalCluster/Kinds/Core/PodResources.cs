using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What a pod asks for in all, after k8s.io/component-helpers/resource, and the quality of service that follows.</summary>
public static class PodResources
{
    /// <summary>Whether a pod-level amount of the resource is allowed.</summary>
    public static bool IsPodLevel(string resource) =>
        resource is "cpu" or "memory" || resource.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>The "requests" or "limits" of the containers together: containers and sidecars, or the largest moment of the init containers.</summary>
    public static Dictionary<string, Quantity> Aggregate(JsonObject? spec, string side)
    {
        var total = new Dictionary<string, Quantity>();
        foreach (var container in spec.PartsAt("containers"))
        {
            Add(total, Amounts(container.PartAt("resources"), side));
        }

        var sidecars = new Dictionary<string, Quantity>();
        var peak = new Dictionary<string, Quantity>();
        foreach (var container in spec.PartsAt("initContainers"))
        {
            var own = Amounts(container.PartAt("resources"), side).ToList();
            var moment = new Dictionary<string, Quantity>(sidecars);
            Add(moment, own);
            if (IsSidecar(container))
            {
                Add(total, own);
                sidecars = moment;
            }

            Raise(peak, moment);
        }

        Raise(total, peak);
        return total;
    }

    /// <summary>The "requests" or "limits" of the pod: those of its containers, which pod-level amounts replace, and its overhead.</summary>
    public static Dictionary<string, Quantity> Total(JsonObject? spec, string side)
    {
        var total = Aggregate(spec, side);
        foreach (var (resource, amount) in Amounts(spec.PartAt("resources"), side).Where(pair => IsPodLevel(pair.Key)))
        {
            total[resource] = amount;
        }

        Add(total, Amounts(spec, "overhead").Where(pair => side == "requests" || (total.TryGetValue(pair.Key, out var limit) && !limit.IsZero)));
        return total;
    }

    /// <summary>Whether an init container goes on for as long as the pod does.</summary>
    public static bool IsSidecar(JsonObject initContainer) => initContainer.TextAt("restartPolicy") == "Always";

    /// <summary>Guaranteed, Burstable or BestEffort, after pkg/apis/core/helper/qos; pod-level resources, where there are any, decide alone.</summary>
    public static string QualityOfService(JsonObject? spec)
    {
        var all = spec.PartAt("resources") is { } podLevel
            ? [podLevel]
            : spec.PartsAt("containers").Concat(spec.PartsAt("initContainers")).Select(container => container.PartAt("resources") ?? []).ToList();
        var (requests, limits) = (Sum(all, "requests"), Sum(all, "limits"));
        if (requests.Count == 0 && limits.Count == 0)
        {
            return "BestEffort";
        }

        var isLimited = all.All(one => Sum([one], "limits").Count == 2);
        var isEqual = requests.Count == limits.Count && requests.All(request => limits.TryGetValue(request.Key, out var limit) && limit == request.Value);
        return isLimited && isEqual ? "Guaranteed" : "Burstable";
    }

    private static Dictionary<string, Quantity> Sum(IEnumerable<JsonObject> resources, string side)
    {
        var sum = new Dictionary<string, Quantity>();
        foreach (var one in resources)
        {
            Add(sum, Amounts(one, side).Where(pair => pair.Key is "cpu" or "memory" && pair.Value.Sign > 0));
        }

        return sum;
    }

    private static void Add(Dictionary<string, Quantity> total, IEnumerable<KeyValuePair<string, Quantity>> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            total[resource] = total.TryGetValue(resource, out var before) ? before + amount : amount;
        }
    }

    private static void Raise(Dictionary<string, Quantity> total, Dictionary<string, Quantity> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            total[resource] = total.TryGetValue(resource, out var before) ? Quantity.Max(before, amount) : amount;
        }
    }

    private static IEnumerable<KeyValuePair<string, Quantity>> Amounts(JsonObject? owner, string side)
    {
        foreach (var (name, text) in owner.PartAt(side) ?? [])
        {
            if (Quantity.TryParse(text.AsText(), out var amount, out _))
            {
                yield return KeyValuePair.Create(name, amount);
            }
        }
    }
}
