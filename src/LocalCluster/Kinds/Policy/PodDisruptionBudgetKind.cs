using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Apps;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Policy;

/// <summary>PodDisruptionBudget, policy/v1.</summary>
public static class PodDisruptionBudgetKind
{
    private static readonly string[] EvictionPolicies = ["AlwaysAllow", "IfHealthyBudget"];

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "policy",
        Version = "v1",
        Kind = "PodDisruptionBudget",
        Plural = "poddisruptionbudgets",
        Singular = "poddisruptionbudget",
        ShortNames = ["pdb"],
        HasStatus = true,
        HasGeneration = true,
        Schema = SchemaNotation.Type("policy", "PodDisruptionBudget"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Min Available", "The minimum number of pods that must be available.", budget => OrNone(budget, "minAvailable")),
            Columns.Text("Max Unavailable", "The maximum number of pods that may be unavailable.", budget => OrNone(budget, "maxUnavailable")),
            Columns.Integer("Allowed Disruptions", "Calculated number of pods that may be disrupted at this time.", "status.disruptionsAllowed"),
            Columns.Age,
        ],
    }
    .WithDefaults()
    .WithPreparation(KindDefaults.EmptyStatus);

    private static string OrNone(JsonObject budget, string field) => budget.NodeAt($"spec.{field}") is { } value ? value.AsText() : "N/A";

    private static IReadOnlyList<FieldError> Validate(JsonObject budget, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, budget, old, SyntaxRules.DnsSubdomain);
        var (available, unavailable) = (budget.NodeAt("spec.minAvailable"), budget.NodeAt("spec.maxUnavailable"));
        if (available is not null && unavailable is not null)
        {
            report.Invalid("spec", budget["spec"], "minAvailable and maxUnavailable cannot be both set");
        }

        CheckAmount(report, available, "spec.minAvailable");
        CheckAmount(report, unavailable, "spec.maxUnavailable");
        SelectorRules.Check(report, budget.PartAt("spec.selector"), "spec.selector");
        if (budget.NodeAt("spec.unhealthyPodEvictionPolicy") is { } policy && !EvictionPolicies.Contains(policy.AsText()))
        {
            report.NotSupported("spec.unhealthyPodEvictionPolicy", policy.AsText(), EvictionPolicies);
        }

        return report.Errors;
    }

    private static void CheckAmount(FieldReport report, JsonNode? amount, string path)
    {
        TemplateRules.CheckIntOrPercent(report, amount, path);
        if (TemplateRules.PercentOf(amount) > 100)
        {
            report.Invalid(path, amount, "must not be greater than 100%");
        }
    }
}
