using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Endpoints, core v1.</summary>
public static class EndpointsKind
{
    private const int Shown = 3;

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Endpoints",
        Plural = "endpoints",
        Singular = "endpoints",
        ShortNames = ["ep"],
        Schema = SchemaNotation.Type("core", "Endpoints"),
        Columns = [Columns.Name, Columns.Text("Endpoints", "Addresses and ports behind the service.", Addresses), Columns.Age],
        Validate = Validate,
    }
    .WithDefaults(ApplyDefaults);

    private static void ApplyDefaults(JsonObject endpoints)
    {
        foreach (var port in endpoints.PartsAt("subsets").SelectMany(subset => subset.PartsAt("ports")))
        {
            port.SetDefaultText("protocol", "TCP");
        }
    }

    private static string Addresses(JsonObject endpoints)
    {
        var all = endpoints.PartsAt("subsets").SelectMany(Subset).ToList();
        var text = string.Join(",", all.Take(Shown));
        return all.Count > Shown ? $"{text} + {all.Count - Shown} more..." : Columns.OrNone(text);
    }

    private static IEnumerable<string> Subset(JsonObject subset)
    {
        var addresses = subset.PartsAt("addresses").Select(address => address.TextAt("ip")).ToList();
        var ports = subset.PartsAt("ports").Select(port => port.NumberAt("port") ?? 0).ToList();
        return ports.Count == 0 ? addresses : ports.SelectMany(port => addresses.Select(address => $"{address}:{port}"));
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject endpoints, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, endpoints, old, SyntaxRules.DnsSubdomain);
        foreach (var (index, subset) in endpoints.PartsAt("subsets").Index())
        {
            if (!subset.PartsAt("addresses").Any() && !subset.PartsAt("notReadyAddresses").Any())
            {
                report.Required($"subsets[{index}]", "must specify `addresses` or `notReadyAddresses`");
            }
        }

        return report.Errors;
    }
}
