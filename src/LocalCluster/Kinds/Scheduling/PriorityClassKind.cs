using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Scheduling;

/// <summary>PriorityClass, scheduling.k8s.io/v1.</summary>
public static class PriorityClassKind
{
    private const long HighestOfUsers = 1_000_000_000;

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "scheduling.k8s.io",
        Version = "v1",
        Kind = "PriorityClass",
        Plural = "priorityclasses",
        Singular = "priorityclass",
        ShortNames = ["pc"],
        Namespaced = false,
        HasGeneration = true,
        Schema = SchemaNotation.Type("scheduling", "PriorityClass"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Integer("Value", "Priority of the pods that name the class.", "value"),
            new TableColumn("Global-Default", "boolean", "", 0, "Whether pods that name no class get this one.", (one, _) => one.FlagAt("globalDefault")),
            Columns.Age,
            Columns.Text("PreemptionPolicy", "Whether such pods may preempt others.", one => one.TextAt("preemptionPolicy")),
        ],
    }
    .WithDefaults(one => one.SetDefault("preemptionPolicy", "PreemptLowerPriority"));

    private static IReadOnlyList<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain, namespaced: false);
        var name = one.TextAt("metadata.name");
        if (old is not null)
        {
            if (one.NumberAt("value") != old.NumberAt("value"))
            {
                report.Forbidden("value", "may not be changed in an update.");
            }

            report.Unchanged("preemptionPolicy", one["preemptionPolicy"], old["preemptionPolicy"]);
        }
        else if (name.StartsWith("system-", StringComparison.Ordinal) && name is not ("system-node-critical" or "system-cluster-critical"))
        {
            report.Forbidden("metadata.name", "priority class names with 'system-' prefix are reserved for system use only. error: must be one of the system priority classes");
        }
        else if (one.NumberAt("value") > HighestOfUsers && !name.StartsWith("system-", StringComparison.Ordinal))
        {
            report.Forbidden("value", $"maximum allowed value of a user defined priority is {HighestOfUsers}");
        }

        return report.Errors;
    }
}
