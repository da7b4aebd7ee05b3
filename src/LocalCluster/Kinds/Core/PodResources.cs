using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What a pod's containers ask for, and the quality of service that follows.</summary>
public static class PodResources
{
    /// <summary>Whether a pod-level amount of the resource is allowed.</summary>
    public static bool IsPodLevel(string resource) =>
        resource is "cpu" or "memory" || resource.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>The sum of the requests of the containers, sidecars included.</summary>
    public static IReadOnlyDictionary<string, Quantity> Requests(JsonObject spec)
    {
        var sum = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        var sidecars = spec.PartsAt("initContainers").Where(container => container.TextAt("restartPolicy") == "Always");
        foreach (var (name, text) in spec.PartsAt("containers").Concat(sidecars).SelectMany(container => container.PartAt("resources.requests") ?? []))
        {
            if (Quantity.TryParse(text.AsText(), out var amount, out _))
            {
                sum[name] = sum.TryGetValue(name, out var before) ? before + amount : amount;
            }
        }

        return sum;
    }

    /// <summary>Guaranteed, Burstable or BestEffort, after pkg/apis/core/v1/helper/qos.</summary>
    public static string QualityOfService(JsonObject spec)
    {
        var resources = spec.PartAt("resources") is { Count: > 0 } podLevel
            ? [podLevel]
            : spec.PartsAt("initContainers").Concat(spec.PartsAt("containers")).Select(container => container.PartAt("resources") ?? []).ToList();
        if (!resources.Any(one => Positive(one, "requests").Concat(Positive(one, "limits")).Any()))
        {
            return "BestEffort";
        }

        return resources.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool IsGuaranteed(JsonObject resources)
    {
        var limits = Positive(resources, "limits").ToDictionary();
        var requests = Positive(resources, "requests").ToDictionary();
        return limits.Count == 2 && requests.All(request => limits.TryGetValue(request.Key, out var limit) && limit == request.Value);
    }

    private static IEnumerable<KeyValuePair<string, Quantity>> Positive(JsonObject resources, string list)
    {
        foreach (var (name, text) in resources.PartAt(list) ?? [])
        {
            if (name is "cpu" or "memory" && Quantity.TryParse(text.AsText(), out var amount, out _) && amount.Sign > 0)
            {
                yield return KeyValuePair.Create(name, amount);
            }
        }
    }
}
