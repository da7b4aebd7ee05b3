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
            ["spec.clusterIP"] = service => service.Text("spec.clusterIP"),
            ["spec.type"] = service => service.Text("spec.type"),
        },
        Columns =
        [
            Columns.Name,
            Columns.Text("Type", "How the service is exposed.", service => service.Text("spec.type")),
            Columns.Text("Cluster-IP", "Address of the service inside the cluster.", service => Columns.OrNone(service.Text("spec.clusterIP"))),
            Columns.Text("External-IP", "Addresses outside the cluster.", ExternalAddress),
            Columns.Text("Port(s)", "Ports of the service.", Ports),
            Columns.Age,
            Columns.Wide("Selector", "Labels of the pods that the service leads to.", service => Columns.Labels(service.Part("spec.selector"))),
        ],
    }
    .WithDefaults(ServiceDefaults.Apply)
    .WithPreparation(ServiceDefaults.Allocate);

    private static string ExternalAddress(JsonObject service)
    {
        var fixedOnes = string.Join(",", service.Texts("spec.externalIPs"));
        if (service.Text("spec.type") == "ExternalName")
        {
            return service.Text("spec.externalName");
        }

        if (service.Text("spec.type") != "LoadBalancer")
        {
            return Columns.OrNone(fixedOnes);
        }

        var balanced = service.Parts("status.loadBalancer.ingress").Select(one => one.Text("ip") is { Length: > 0 } ip ? ip : one.Text("hostname"));
        var all = string.Join(",", balanced.Append(fixedOnes).Where(text => text.Length > 0));
        return all.Length == 0 ? "<pending>" : all;
    }

    private static string Ports(JsonObject service) => Columns.OrNone(string.Join(",", service.Parts("spec.ports").Select(port =>
        port.Number("nodePort") is { } node and > 0
            ? $"{port.Number("port")}:{node}/{port.Text("protocol")}"
            : $"{port.Number("port")}/{port.Text("protocol")}")));
}
