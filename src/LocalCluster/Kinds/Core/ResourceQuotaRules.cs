using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a resource quota.</summary>
public static class ResourceQuotaRules
{
    private const string Selector = "spec.scopeSelector.matchExpressions";

    private static readonly string[][] Conflicts = [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject quota, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, quota, old, SyntaxRules.DnsSubdomain);
        CheckAmounts(report, quota.PartAt("spec"), "spec", "hard");
        CheckScopes(report, quota);
        CheckSelector(report, quota);
        if (old is not null)
        {
            CheckScopesKept(report, quota, old);
        }

        return report.Errors;
    }

    /// <summary>The field errors of a quota whose status is written.</summary>
    public static IEnumerable<FieldError> ValidateStatus(JsonObject quota, JsonObject old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, quota, old, SyntaxRules.DnsSubdomain);
        CheckAmounts(report, quota.PartAt("status"), "status", "hard");
        CheckAmounts(report, quota.PartAt("status"), "status", "used");
        return report.Errors;
    }

    private static void CheckAmounts(FieldReport report, JsonObject? owner, string path, string list)
    {
        foreach (var (name, amount) in ResourceRules.Amounts(owner, list))
        {
            ResourceNameRules.CheckQuotaName(report, name, $"{path}.{list}[{name}]");
            ResourceNameRules.CheckAmount(report, name, amount, $"{path}.{list}[{name}]");
        }
    }

    private static void CheckScopes(FieldReport report, JsonObject quota)
    {
        var all = quota.NodeAt("spec.scopes");
        var scopes = quota.TextsAt("spec.scopes").ToList();
        foreach (var scope in scopes)
        {
            if (!IsStandard(scope))
            {
                report.Invalid("spec.scopes", all, "unsupported scope");
            }

            foreach (var _ in Unfit(quota, scope))
            {
                report.Invalid("spec.scopes", all, "unsupported scope applied to resource");
            }
        }

        foreach (var _ in Conflicts.Where(pair => pair.All(scopes.Contains)))
        {
            report.Invalid("spec.scopes", all, "conflicting scopes");
        }
    }

    // Their order may change.
    private static void CheckScopesKept(FieldReport report, JsonObject quota, JsonObject old)
    {
        if (!quota.TextsAt("spec.scopes").ToHashSet().SetEquals(old.TextsAt("spec.scopes")))
        {
            report.Invalid("spec.scopes", quota.NodeAt("spec.scopes"), FieldReport.Immutable);
        }
    }

    private static void CheckSelector(FieldReport report, JsonObject quota)
    {
        var requirements = quota.PartsAt(Selector).ToList();
        foreach (var requirement in requirements)
        {
            var scope = requirement.TextAt("scopeName");
            if (!IsStandard(scope))
            {
                report.Invalid($"{Selector}.scopeName", scope, "unsupported scope");
            }

            foreach (var _ in Unfit(quota, scope))
            {
                report.Invalid(Selector, InternalForm(requirements), "unsupported scope applied to resource");
            }

            CheckRequirement(report, requirement, scope);
        }

        var scopes = requirements.Select(requirement => requirement.TextAt("scopeName")).ToList();
        foreach (var _ in Conflicts.Where(pair => pair.All(scopes.Contains)))
        {
            // Upstream shows the other list of scopes here.
            report.Invalid(Selector, quota.NodeAt("spec.scopes"), "conflicting scopes");
        }
    }

    private static void CheckRequirement(FieldReport report, JsonObject requirement, string scope)
    {
        var @operator = requirement.TextAt("operator");
        if (@operator != "Exists" && scope is ("BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "CrossNamespacePodAffinity"))
        {
            report.Invalid($"{Selector}.operator", @operator, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }

        var hasValues = requirement.TextsAt("values").Any();
        switch (@operator)
        {
            case "In" or "NotIn" when !hasValues:
                report.Required($"{Selector}.values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                break;
            case "Exists" or "DoesNotExist" when hasValues:
                report.Invalid($"{Selector}.values", requirement["values"], "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                report.Invalid($"{Selector}.operator", @operator, "not a valid selector operator");
                break;
        }
    }

    // Upstream prints its internal type here, whose fields carry their Go names.
    private static JsonObject InternalForm(IEnumerable<JsonObject> requirements) => new()
    {
        ["MatchExpressions"] = new JsonArray([.. requirements.Select(requirement => new JsonObject
        {
            ["ScopeName"] = requirement.TextAt("scopeName"),
            ["Operator"] = requirement.TextAt("operator"),
            ["Values"] = requirement["values"]?.DeepClone(),
        })]),
    };

    private static IEnumerable<string> Unfit(JsonObject quota, string scope) => (quota.PartAt("spec.hard") ?? [])
        .Select(hard => hard.Key)
        .Where(name => !name.Contains('/', StringComparison.Ordinal) && ResourceNameRules.IsQuota(name) && !Fits(scope, name));

    private static bool IsStandard(string scope) => scope is
        "BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "PriorityClass" or "CrossNamespacePodAffinity" or "VolumeAttributesClass";

    private static bool Fits(string scope, string resource) => scope switch
    {
        "BestEffort" => resource == "pods",
        "NotBestEffort" or "Terminating" or "NotTerminating" or "PriorityClass" or "CrossNamespacePodAffinity" => resource is
            "pods" or "cpu" or "memory" or "limits.cpu" or "limits.memory" or "requests.cpu" or "requests.memory",
        "VolumeAttributesClass" => resource is "persistentvolumeclaims" or "requests.storage",
        _ => true,
    };
}
