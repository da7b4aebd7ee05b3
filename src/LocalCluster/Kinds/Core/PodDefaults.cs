using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The defaults that pods have and templates have not.</summary>
public static class PodDefaults
{
    /// <summary>Fills in the specification, and the requests that follow from limits.</summary>
    public static void Apply(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        PodSpecDefaults.Apply(spec);
        spec.SetDefault("enableServiceLinks", true);
        foreach (var container in spec.PartsAt("initContainers").Concat(spec.PartsAt("containers")))
        {
            RequestLimits(container.PartAt("resources"));
        }

        if (spec.PartAt("resources") is { } resources)
        {
            LimitHugePages(spec, resources);
            RequestPodLevel(spec, resources);
        }
    }

    private static void RequestLimits(JsonObject? resources)
    {
        foreach (var (name, limit) in resources.PartAt("limits") ?? [])
        {
            resources?.Ensure("requests").SetDefault(name, limit?.DeepClone());
        }
    }

    // The huge pages that containers may use are the pod's limit, where the pod-level resources say anything but not that.
    private static void LimitHugePages(JsonObject spec, JsonObject resources)
    {
        if (resources.PartAt("limits") is not { Count: > 0 } && resources.PartAt("requests") is not { Count: > 0 })
        {
            return;
        }

        var pages = PodResources.Aggregate(spec, "limits").Where(limit => ResourceNameRules.IsHugePages(limit.Key) && resources.PartAt("requests")?[limit.Key] is null);
        foreach (var (name, sum) in pages)
        {
            resources.Ensure("limits").SetDefault(name, sum.ToString());
        }
    }

    // Only where there are pod-level limits: what the containers request in all becomes the pod-level request, and else the limit does.
    private static void RequestPodLevel(JsonObject spec, JsonObject resources)
    {
        if (resources.PartAt("limits") is not { Count: > 0 } limits)
        {
            return;
        }

        var requests = resources.Ensure("requests");
        foreach (var (name, sum) in PodResources.Aggregate(spec, "requests").Where(pair => pair.Key is "cpu" or "memory"))
        {
            requests.SetDefault(name, sum.ToString());
        }

        foreach (var (name, limit) in limits.Where(pair => PodResources.IsPodLevel(pair.Key)))
        {
            requests.SetDefault(name, limit?.DeepClone());
        }
    }
}
