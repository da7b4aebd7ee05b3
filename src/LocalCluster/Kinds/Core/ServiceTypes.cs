using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What a service needs by its type, after pkg/registry/core/service.</summary>
public static class ServiceTypes
{
    /// <summary>Whether the service has an address inside the cluster.</summary>
    public static bool HasAddress(JsonObject spec) => spec.TextAt("type") is "ClusterIP" or "NodePort" or "LoadBalancer";

    /// <summary>Whether each port gets one on every node.</summary>
    public static bool HasNodePorts(JsonObject spec) =>
        spec.TextAt("type") == "NodePort"
        || (spec.TextAt("type") == "LoadBalancer" && (spec["allocateLoadBalancerNodePorts"] is null || spec.FlagAt("allocateLoadBalancerNodePorts")));

    /// <summary>Whether the service can be reached from outside the cluster.</summary>
    public static bool IsExternal(JsonObject spec) =>
        spec.TextAt("type") is "NodePort" or "LoadBalancer" || (spec.TextAt("type") == "ClusterIP" && spec.TextsAt("externalIPs").Any());

    /// <summary>The ports on nodes that a service names.</summary>
    public static IEnumerable<long> NodePortsOf(JsonObject spec) =>
        spec.PartsAt("ports").Select(port => port.NumberAt("nodePort") ?? 0).Where(port => port != 0);
}
