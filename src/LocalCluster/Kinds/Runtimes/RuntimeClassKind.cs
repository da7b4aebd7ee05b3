using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Runtimes;

/// <summary>RuntimeClass, node.k8s.io/v1.</summary>
public static class RuntimeClassKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "node.k8s.io",
        Version = "v1",
        Kind = "RuntimeClass",
        Plural = "runtimeclasses",
        Singular = "runtimeclass",
        Namespaced = false,
        Schema = SchemaNotation.Type("node", "RuntimeClass"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Handler", "The runtime that runs the pods of the class.", one => one.TextAt("handler")),
            Columns.Age,
        ],
    }
    .WithDefaults();

    private static IReadOnlyList<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain, namespaced: false);
        if (old is not null)
        {
            report.Unchanged("handler", one["handler"], old["handler"]);
            return report.Errors;
        }

        report.Invalid("handler", one.TextAt("handler"), SyntaxRules.DnsLabel(one.TextAt("handler")));
        if (one.PartAt("overhead") is { } overhead)
        {
            // Upstream lets the rules of a container's limits do, and so names the field like theirs.
            ResourceRules.Check(report, new JsonObject { ["limits"] = overhead["podFixed"]?.DeepClone() }, "overhead", ResourceNameRules.CheckContainerName, []);
        }

        MetadataRules.CheckLabels(report, one.PartAt("scheduling.nodeSelector"), "scheduling.nodeSelector");
        foreach (var (index, toleration) in one.PartsAt("scheduling.tolerations").Index())
        {
            PodSpecRules.CheckToleration(report, toleration, $"scheduling.tolerations[{index}]");
        }

        return report.Errors;
    }
}
