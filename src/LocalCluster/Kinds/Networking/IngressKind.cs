using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Networking;

/// <summary>Ingress, networking.k8s.io/v1.</summary>
public static class IngressKind
{
    private const int ShownHosts = 3;
    private const int AddressWidth = 16;

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "networking.k8s.io",
        Version = "v1",
        Kind = "Ingress",
        Plural = "ingresses",
        Singular = "ingress",
        ShortNames = ["ing"],
        HasStatus = true,
        HasGeneration = true,
        Schema = SchemaNotation.Type("networking", "Ingress"),
        Validate = IngressRules.Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Class", "The class of controllers that serve the ingress.", one => Columns.OrNone(one.TextAt("spec.ingressClassName"))),
            Columns.Text("Hosts", "Hosts that the ingress answers for.", Hosts),
            Columns.Text("Address", "Addresses of the load balancer.", Address),
            Columns.Text("Ports", "Ports that are open.", one => one.PartsAt("spec.tls").Any() ? "80, 443" : "80"),
            Columns.Age,
        ],
    }
    .WithDefaults()
    .WithPreparation(KindDefaults.EmptyStatus);

    private static string Hosts(JsonObject one)
    {
        var rules = one.PartsAt("spec.rules").ToList();
        var hosts = rules.Select(rule => rule.TextAt("host")).Where(host => host.Length > 0).ToList();
        var shown = string.Join(",", hosts.Take(ShownHosts));
        return hosts.Count == 0 ? "*"
            : hosts.Count > ShownHosts ? $"{shown} + {rules.Count - ShownHosts} more..."
            : shown;
    }

    private static string Address(JsonObject one)
    {
        var all = string.Join(",", one.PartsAt("status.loadBalancer.ingress")
            .Select(balancer => balancer.TextAt("ip") is { Length: > 0 } ip ? ip : balancer.TextAt("hostname"))
            .Distinct()
            .Order(StringComparer.Ordinal));
        return all.Length > AddressWidth ? $"{all[..(AddressWidth - 3)]}..." : all;
    }
}
