using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Service, core v1.</summary>
public static class ServiceKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Service",
        Plural = "services",
        Singular = "service",
        ShortNames = ["svc"],
        Categories = ["all"],
        HasStatus = true,
        Schema = SchemaNotation.Type("core", "Service"),
        Validate = ServiceRules.Validate,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["spec.clusterIP"] = service => service.TextAt("spec.clusterIP"),
            ["spec.type"] = service => service.TextAt("spec.type"),
        },
        Columns =
        [
            Columns.Name,
            Columns.Text("Type", "How the service is exposed.", service => service.TextAt("spec.type")),
            Columns.Text("Cluster-IP", "Address of the service inside the cluster.", service => Columns.OrNone(service.TextAt("spec.clusterIP"))),
            Columns.Text("External-IP", "Addresses outside the cluster.", ExternalAddress),
            Columns.Text("Port(s)", "Ports of the service.", Ports),
            Columns.Age,
            Columns.Wide("Selector", "Labels of the pods that the service leads to.", service => Columns.Labels(service.PartAt("spec.selector"))),
        ],
    }
    .WithDefaults(ServiceDefaults.Apply)
    .WithPreparation(ServiceDefaults.Allocate)
    .WithUpdatePreparation(ServiceUpdates.Apply);

    private static string ExternalAddress(JsonObject service)
    {
        var fixedOnes = string.Join(",", service.TextsAt("spec.externalIPs"));
        if (service.TextAt("spec.type") == "ExternalName")
        {
            return service.TextAt("spec.externalName");
        }

        if (service.TextAt("spec.type") != "LoadBalancer")
        {
            return Columns.OrNone(fixedOnes);
        }

        var balanced = service.PartsAt("status.loadBalancer.ingress").Select(one => one.TextAt("ip") is { Length: > 0 } ip ? ip : one.TextAt("hostname"));
        var all = string.Join(",", balanced.Append(fixedOnes).Where(text => text.Length > 0));
        return all.Length == 0 ? "<pending>" : all;
    }

    private static string Ports(JsonObject service) => Columns.OrNone(string.Join(",", service.PartsAt("spec.ports").Select(port =>
        port.NumberAt("nodePort") is { } node and > 0
            ? $"{port.NumberAt("port")}:{node}/{port.TextAt("protocol")}"
            : $"{port.NumberAt("port")}/{port.TextAt("protocol")}")));
}
