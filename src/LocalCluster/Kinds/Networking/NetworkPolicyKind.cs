using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Networking;

/// <summary>NetworkPolicy, networking.k8s.io/v1; it is kept, and no traffic is held up by it.</summary>
public static class NetworkPolicyKind
{
    private static readonly string[] Types = ["Egress", "Ingress"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "networking.k8s.io",
        Version = "v1",
        Kind = "NetworkPolicy",
        Plural = "networkpolicies",
        Singular = "networkpolicy",
        ShortNames = ["netpol"],
        HasGeneration = true,
        Schema = SchemaNotation.Type("networking", "NetworkPolicy"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Pod-Selector", "The pods that the policy is about.", policy => Columns.Selector(policy.PartAt("spec.podSelector"))),
            Columns.Age,
        ],
    }
    .WithDefaults(Default);

    private static void Default(JsonObject policy)
    {
        var spec = policy.Ensure("spec");
        if (!policy.TextsAt("spec.policyTypes").Any())
        {
            spec["policyTypes"] = spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }

        foreach (var port in policy.PartsAt("spec.ingress").Concat(policy.PartsAt("spec.egress")).SelectMany(rule => rule.PartsAt("ports")))
        {
            port.SetDefaultText("protocol", "TCP");
        }
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject policy, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, policy, old, SyntaxRules.DnsSubdomain);
        SelectorRules.Check(report, policy.PartAt("spec.podSelector"), "spec.podSelector");
        foreach (var (index, type) in policy.TextsAt("spec.policyTypes").Index().Where(type => !Types.Contains(type.Item)))
        {
            report.NotSupported($"spec.policyTypes[{index}]", type, Types);
        }

        foreach (var side in (string[])["ingress", "egress"])
        {
            foreach (var (index, rule) in policy.PartsAt($"spec.{side}").Index())
            {
                CheckPorts(report, rule, $"spec.{side}[{index}].ports");
            }
        }

        return report.Errors;
    }

    private static void CheckPorts(FieldReport report, JsonObject rule, string path)
    {
        foreach (var (index, port) in rule.PartsAt("ports").Index())
        {
            if (port.TextAt("protocol") is { Length: > 0 } protocol && !Protocols.Contains(protocol))
            {
                report.NotSupported($"{path}[{index}].protocol", protocol, Protocols);
            }

            if (port["port"].AsNumber() is { } number)
            {
                report.Invalid($"{path}[{index}].port", port.TextAt("port"), SyntaxRules.PortNumber(number));
            }
        }
    }
}
