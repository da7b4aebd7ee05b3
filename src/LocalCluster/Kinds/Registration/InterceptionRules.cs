using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Registration;

/// <summary>The rules of what a webhook says it wants to see: operations, groups, versions and resources.</summary>
internal static class InterceptionRules
{
    private const string All = "*";

    private static readonly string[] Operations = [All, "CONNECT", "CREATE", "DELETE", "UPDATE"];
    private static readonly string[] Scopes = [All, "Cluster", "Namespaced"];

    /// <summary>Checks one of a webhook's rules.</summary>
    public static void Check(FieldReport report, JsonObject rule, string path)
    {
        CheckList(report, rule, path, "operations", "if '*' is present, must not specify other operations");
        foreach (var (index, operation) in rule.TextsAt("operations").Index().Where(one => !Operations.Contains(one.Item)))
        {
            report.NotSupported($"{path}.operations[{index}]", operation, Operations);
        }

        CheckList(report, rule, path, "apiGroups", "if '*' is present, must not specify other API groups");
        CheckList(report, rule, path, "apiVersions", "if '*' is present, must not specify other API versions");
        foreach (var (index, _) in rule.TextsAt("apiVersions").Index().Where(one => one.Item.Length == 0))
        {
            report.Required($"{path}.apiVersions[{index}]");
        }

        CheckResources(report, rule, $"{path}.resources");
        if (rule["scope"] is not null && !Scopes.Contains(rule.TextAt("scope")))
        {
            report.NotSupported($"{path}.scope", rule.TextAt("scope"), Scopes);
        }
    }

    private static void CheckList(FieldReport report, JsonObject rule, string path, string field, string alone)
    {
        var values = rule.TextsAt(field).ToList();
        if (values.Count == 0)
        {
            report.Required($"{path}.{field}");
        }

        if (values.Count > 1 && values.Contains(All))
        {
            report.Invalid($"{path}.{field}", rule[field], alone);
        }
    }

    private static void CheckResources(FieldReport report, JsonObject rule, string path)
    {
        var resources = rule.TextsAt("resources").ToList();
        if (resources.Count == 0)
        {
            report.Required(path);
        }

        foreach (var (index, resource) in resources.Index())
        {
            CheckResource(report, resources[..index], resource, $"{path}[{index}]");
        }

        if (resources.Count > 1 && resources.Contains("*/*"))
        {
            report.Invalid(path, rule["resources"], "if '*/*' is present, must not specify other resources");
        }

        // As upstream, the last resource without a subresource decides.
        if (resources.Contains(All) && resources.LastOrDefault(one => one.Length > 0 && !one.Contains('/', StringComparison.Ordinal)) is not All)
        {
            report.Invalid(path, rule["resources"], "if '*' is present, must not specify other resources without subresources");
        }
    }

    private static void CheckResource(FieldReport report, List<string> before, string resource, string path)
    {
        if (resource.Length == 0)
        {
            report.Required(path);
            return;
        }

        if (resource.Split('/', 2) is not [var name, var sub])
        {
            return;
        }

        if (before.Contains($"{name}/*"))
        {
            report.Invalid(path, resource, $"if '{name}/*' is present, must not specify {resource}");
        }

        if (before.Contains($"*/{sub}"))
        {
            report.Invalid(path, resource, $"if '*/{sub}' is present, must not specify {resource}");
        }
    }
}
