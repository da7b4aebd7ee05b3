using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What an updated service keeps of what the server gave the old one, and what it loses with its type, after pkg/registry/core/service/strategy.go.</summary>
public static class ServiceUpdates
{
    /// <summary>Keeps and drops, in place.</summary>
    public static void Apply(JsonObject service, JsonObject old)
    {
        var (spec, before) = (service.Ensure("spec"), old.PartAt("spec") ?? []);
        KeepAddress(spec, before);
        KeepNodePorts(spec, before);
        DropAddress(spec, before);
        DropNodePorts(spec, before);
        var isBalanced = spec.TextAt("type") == "LoadBalancer";
        DropUnchanged(spec, before, "allocateLoadBalancerNodePorts", isBalanced);
        DropUnchanged(spec, before, "loadBalancerClass", isBalanced);
        DropUnchanged(spec, before, "externalTrafficPolicy", ServiceTypes.IsExternal(spec));
        if (ServiceTypes.HasAddress(spec) && !ServiceTypes.HasAddress(before))
        {
            ServiceDefaults.GiveAddress(service);
        }
    }

    private static void KeepAddress(JsonObject spec, JsonObject before)
    {
        if (!ServiceTypes.HasAddress(spec) || !ServiceTypes.HasAddress(before))
        {
            return;
        }

        spec.SetDefaultText("clusterIP", before.TextAt("clusterIP"));
        if (!spec.TextsAt("clusterIPs").Any() && spec.TextAt("clusterIP") == before.TextAt("clusterIP"))
        {
            spec["clusterIPs"] = before["clusterIPs"]?.DeepClone();
        }
    }

    // Ports are known by their names; one that another port asks for is not given twice.
    private static void KeepNodePorts(JsonObject spec, JsonObject before)
    {
        if (!ServiceTypes.HasNodePorts(spec) || !ServiceTypes.HasNodePorts(before))
        {
            return;
        }

        var used = ServiceTypes.NodePortsOf(before).Intersect(ServiceTypes.NodePortsOf(spec)).ToHashSet();
        foreach (var port in spec.PartsAt("ports").Where(port => port.NumberAt("nodePort") is null or 0))
        {
            var same = before.PartsAt("ports").FirstOrDefault(one => one.TextAt("name") == port.TextAt("name"));
            if (same.NumberAt("nodePort") is { } had and > 0 && used.Add(had))
            {
                port["nodePort"] = had;
            }
        }
    }

    private static void DropAddress(JsonObject spec, JsonObject before)
    {
        if (ServiceTypes.HasAddress(spec) || !ServiceTypes.HasAddress(before) || !JsonNode.DeepEquals(spec["clusterIPs"], before["clusterIPs"]))
        {
            return;
        }

        foreach (var field in new[] { "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy" })
        {
            spec.Remove(field);
        }
    }

    // Only those go that the user did not ask for.
    private static void DropNodePorts(JsonObject spec, JsonObject before)
    {
        var isWithout = ServiceTypes.HasNodePorts(before) && !ServiceTypes.HasNodePorts(spec);
        if (!isWithout || ServiceTypes.NodePortsOf(spec).Except(ServiceTypes.NodePortsOf(before)).Any())
        {
            return;
        }

        foreach (var port in spec.PartsAt("ports"))
        {
            port.Remove("nodePort");
        }
    }

    private static void DropUnchanged(JsonObject spec, JsonObject before, string field, bool isNeeded)
    {
        if (!isNeeded && JsonNode.DeepEquals(spec[field], before[field]))
        {
            spec.Remove(field);
        }
    }
}
