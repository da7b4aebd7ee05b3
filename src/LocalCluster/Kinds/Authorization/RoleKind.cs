using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Authorization;

/// <summary>Role and ClusterRole, rbac.authorization.k8s.io/v1; they are kept, and nobody is refused anything for them.</summary>
public static class RoleKind
{
    /// <summary>The group of roles and bindings.</summary>
    public const string Group = "rbac.authorization.k8s.io";

    /// <summary>Role.</summary>
    public static ResourceKind Namespaced { get; } = Of("Role", "roles", isNamespaced: true);

    /// <summary>ClusterRole.</summary>
    public static ResourceKind Cluster { get; } = Of("ClusterRole", "clusterroles", isNamespaced: false);

    private static ResourceKind Of(string kind, string plural, bool isNamespaced) => new ResourceKind
    {
        Group = Group,
        Version = "v1",
        Kind = kind,
        Plural = plural,
        Singular = kind.ToLowerInvariant(),
        Namespaced = isNamespaced,
        Schema = SchemaNotation.Type("rbac", kind),
        Columns = [Columns.Name, Columns.Text("Created At", Columns.Age.Description, role => role.TextAt("metadata.creationTimestamp"))],
        Validate = (role, old) => Validate(role, old, isNamespaced),
    }
    .WithDefaults();

    private static IReadOnlyList<FieldError> Validate(JsonObject role, JsonObject? old, bool isNamespaced)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, role, old, SyntaxRules.PathSegment, isNamespaced);
        foreach (var (index, rule) in role.PartsAt("rules").Index())
        {
            CheckRule(report, rule, $"rules[{index}]", isNamespaced);
        }

        return report.Errors;
    }

    // The texts are those of upstream's ValidatePolicyRule (pkg/apis/rbac/validation).
    private static void CheckRule(FieldReport report, JsonObject rule, string path, bool isNamespaced)
    {
        if (!rule.TextsAt("verbs").Any())
        {
            report.Required($"{path}.verbs", "verbs must contain at least one value");
        }

        var names = rule.TextsAt("apiGroups").Concat(rule.TextsAt("resources")).Concat(rule.TextsAt("resourceNames")).Any();
        if (rule.TextsAt("nonResourceURLs").Any())
        {
            CheckPaths(report, rule, path, (isNamespaced, names));
            return;
        }

        if (!rule.TextsAt("apiGroups").Any())
        {
            report.Required($"{path}.apiGroups", "resource rules must supply at least one api group");
        }

        if (!rule.TextsAt("resources").Any())
        {
            report.Required($"{path}.resources", "resource rules must supply at least one resource");
        }
    }

    private static void CheckPaths(FieldReport report, JsonObject rule, string path, (bool IsNamespaced, bool NamesResources) has)
    {
        if (has.IsNamespaced)
        {
            report.Invalid($"{path}.nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
        }

        if (has.NamesResources)
        {
            report.Invalid($"{path}.nonResourceURLs", rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs");
        }
    }
}
