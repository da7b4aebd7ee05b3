using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of those fields of a service that only some types have.</summary>
public static class ServiceTypeRules
{
    private const string Balanced = "may only be used when `type` is 'LoadBalancer'";

    /// <summary>Checks a specification.</summary>
    public static void Check(FieldReport report, JsonObject spec)
    {
        var type = spec.TextAt("type");
        CheckNodePorts(report, spec, type);
        if (type == "ExternalName" && spec.TextsAt("clusterIPs").Any())
        {
            report.Forbidden("spec.clusterIPs[0]", "may not be set for ExternalName services");
        }

        if (spec.TextsAt("loadBalancerSourceRanges").Any() && type != "LoadBalancer")
        {
            report.Forbidden("spec.LoadBalancerSourceRanges", Balanced);
        }

        if (type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is null)
        {
            report.Required("spec.allocateLoadBalancerNodePorts");
        }
        else if (type != "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is not null)
        {
            report.Forbidden("spec.allocateLoadBalancerNodePorts", Balanced);
        }

        if (spec["loadBalancerClass"] is not null && type != "LoadBalancer")
        {
            report.Forbidden("spec.loadBalancerClass", Balanced);
        }

        CheckTrafficPolicy(report, spec);
    }

    private static void CheckNodePorts(FieldReport report, JsonObject spec, string type)
    {
        var seen = new HashSet<(string, long)>();
        foreach (var (index, port) in spec.PartsAt("ports").Index())
        {
            var path = $"spec.ports[{index}].nodePort";
            if (port.NumberAt("nodePort") is not ({ } number and not 0))
            {
                continue;
            }

            if (type == "ClusterIP")
            {
                report.Forbidden(path, "may not be used when `type` is 'ClusterIP'");
            }
            else if (!seen.Add((port.TextAt("protocol"), number)))
            {
                report.Duplicate(path, number);
            }
        }
    }

    private static void CheckTrafficPolicy(FieldReport report, JsonObject spec)
    {
        const string Path = "spec.externalTrafficPolicy";
        var policy = spec.TextAt("externalTrafficPolicy");
        if (!ServiceTypes.IsExternal(spec))
        {
            if (policy.Length > 0)
            {
                report.Invalid(Path, policy, "may only be set for externally-accessible services");
            }
        }
        else if (policy.Length == 0)
        {
            report.Required(Path);
        }
        else if (policy is not ("Cluster" or "Local"))
        {
            report.NotSupported(Path, policy, "Cluster", "Local");
        }
    }
}
