using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Devices;

/// <summary>DeviceClass, resource.k8s.io/v1.</summary>
public static class DeviceClassKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "resource.k8s.io",
        Version = "v1",
        Kind = "DeviceClass",
        Plural = "deviceclasses",
        Singular = "deviceclass",
        Namespaced = false,
        HasGeneration = true,
        Schema = SchemaNotation.Type("resource", "DeviceClass"),
        Validate = Validate,
        Columns = [Columns.Name, Columns.Age],
    }
    .WithDefaults();

    private static IReadOnlyList<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain, namespaced: false);
        DeviceClaimRules.CheckSelectors(report, one.PartAt("spec") ?? [], "spec");
        if (one.NodeAt("spec.extendedResourceName") is { } name && !ResourceNameRules.IsExtended(name.AsText()))
        {
            report.Invalid("spec.extendedResourceName", name.AsText(), "must be a valid extended resource name");
        }

        return report.Errors;
    }
}
