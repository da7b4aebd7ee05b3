using System.Text.Json.Nodes;

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

        PodLevel(spec);
    }

    private static void RequestLimits(JsonObject? resources)
    {
        foreach (var (name, limit) in resources.PartAt("limits") ?? [])
        {
            if (resources.PartAt("requests")?[name] is null)
            {
                resources?.Ensure("requests")[name] = limit?.DeepClone();
            }
        }
    }

    // A pod-level limit becomes the pod-level request, unless the containers already request something of that resource.
    private static void PodLevel(JsonObject spec)
    {
        if (spec.PartAt("resources") is not { } resources)
        {
            return;
        }

        var requested = PodResources.Requests(spec);
        foreach (var name in requested.Keys.Where(PodResources.IsPodLevel).Where(name => resources.PartAt("requests")?[name] is null))
        {
            resources.Ensure("requests")[name] = requested[name].ToString();
        }

        RequestLimits(resources);
    }
}
