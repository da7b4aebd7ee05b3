using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>What custom objects must be: metadata as every object's, values as the schema has it; after upstream's registry/customresource.</summary>
internal static class CustomRules
{
    /// <summary>The kind with the rules for its objects and their status.</summary>
    public static ResourceKind Applied(ResourceKind kind, JsonObject? scale)
    {
        var namespaced = kind.Namespaced;
        return kind with { Validate = (value, old) => Check(value, old, namespaced, scale) };
    }

    private static IReadOnlyList<FieldError> Check(JsonObject value, JsonObject? old, bool namespaced, JsonObject? scale)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, value, old, NameRules.DnsSubdomainErrors, namespaced);
        return report.Errors;
    }
}
