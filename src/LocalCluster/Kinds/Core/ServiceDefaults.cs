using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The defaults of services, and the addresses that the server gives them.</summary>
public static class ServiceDefaults
{
    /// <summary>Fills in the type, the protocol and the policies.</summary>
    public static void Apply(JsonObject service)
    {
        var spec = service.Ensure("spec");
        spec.SetDefaultText("sessionAffinity", "None");
        spec.SetDefaultText("type", "ClusterIP");
        if (spec.TextAt("sessionAffinity") == "ClientIP")
        {
            spec.Ensure("sessionAffinityConfig").Ensure("clientIP").SetDefault("timeoutSeconds", 10800);
        }

        foreach (var port in spec.PartsAt("ports"))
        {
            port.SetDefaultText("protocol", "TCP");
            if (port["targetPort"] is null || port.TextAt("targetPort") is "" or "0")
            {
                port["targetPort"] = port.NumberAt("port") ?? 0;
            }
        }

        var type = spec.TextAt("type");
        if (ServiceTypes.IsExternal(spec))
        {
            spec.SetDefaultText("externalTrafficPolicy", "Cluster");
        }

        if (type != "ExternalName")
        {
            spec.SetDefault("internalTrafficPolicy", "Cluster");
        }

        if (type == "LoadBalancer")
        {
            spec.SetDefault("allocateLoadBalancerNodePorts", true);
        }
    }

    /// <summary>Gives a new service its address; its ports on nodes come with admission.</summary>
    public static void Allocate(JsonObject service)
    {
        service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        if (ServiceTypes.HasAddress(service.Ensure("spec")))
        {
            GiveAddress(service);
        }
    }

    /// <summary>Gives a service an address inside the cluster.</summary>
    public static void GiveAddress(JsonObject service)
    {
        var spec = service.Ensure("spec");
        spec.SetDefaultText("clusterIP", spec.TextsAt("clusterIPs").FirstOrDefault() ?? Address(service));
        spec["clusterIPs"] = new JsonArray(JsonValue.Create(spec.TextAt("clusterIP")));
        spec.SetDefault("ipFamilies", new JsonArray(JsonValue.Create("IPv4")));
        spec.SetDefault("ipFamilyPolicy", "SingleStack");
    }

    // Nothing routes these addresses; they only have to differ, and a range of 10.96.0.0/12 leaves room for that.
    private static string Address(JsonObject service) =>
        (service.TextAt("metadata.namespace"), service.TextAt("metadata.name")) == ("default", "kubernetes")
            ? "10.96.0.1"
            : $"10.{96 + UidChoice.Number(service, 0, 16)}.{1 + UidChoice.Number(service, 1, 254)}.{1 + UidChoice.Number(service, 2, 254)}";
}
