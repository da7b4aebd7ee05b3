using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Registration;

/// <summary>The rules of webhook configurations, after upstream's pkg/apis/admissionregistration/validation.</summary>
internal static class WebhookRules
{
    private const int LongestTimeout = 30;
    private const int FewestSegments = 3;

    private static readonly string[] ReviewVersions = ["v1", "v1beta1"];
    private static readonly string[] SideEffects = ["None", "NoneOnDryRun"];

    /// <summary>Every field error of a configuration.</summary>
    public static IReadOnlyList<FieldError> Validate(JsonObject value, JsonObject? old, bool isMutating)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, value, old, SyntaxRules.DnsSubdomain, namespaced: false);
        var names = new HashSet<string>();
        foreach (var (index, hook) in value.PartsAt("webhooks").Index())
        {
            var (path, name) = ($"webhooks[{index}]", hook.TextAt("name"));
            Check(report, hook, path, isMutating);
            CheckReviewVersions(report, hook, $"{path}.admissionReviewVersions");
            if (name.Length > 0 && !names.Add(name))
            {
                report.Duplicate($"{path}.name", name);
            }
        }

        return report.Errors;
    }

    private static void Check(FieldReport report, JsonObject hook, string path, bool isMutating)
    {
        CheckName(report, hook.TextAt("name"), $"{path}.name");
        foreach (var (index, rule) in hook.PartsAt("rules").Index())
        {
            InterceptionRules.Check(report, rule, $"{path}.rules[{index}]");
        }

        CheckChoice(report, hook, path, "failurePolicy", "Fail", "Ignore");
        CheckChoice(report, hook, path, "matchPolicy", "Equivalent", "Exact");
        CheckSideEffects(report, hook, path);
        if (hook.NumberAt("timeoutSeconds") is { } timeout and (< 1 or > LongestTimeout))
        {
            report.Invalid($"{path}.timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds");
        }

        SelectorRules.Check(report, hook.PartAt("namespaceSelector"), $"{path}.namespaceSelector");
        SelectorRules.Check(report, hook.PartAt("objectSelector"), $"{path}.objectSelector");
        if (isMutating)
        {
            CheckChoice(report, hook, path, "reinvocationPolicy", "IfNeeded", "Never");
        }

        WebhookClientRules.Check(report, hook.PartAt("clientConfig"), $"{path}.clientConfig");
        MatchConditionRules.Check(report, hook, $"{path}.matchConditions");
    }

    private static void CheckName(FieldReport report, string name, string path)
    {
        if (name.Length == 0)
        {
            report.Required(path);
        }
        else if (SyntaxRules.DnsSubdomain(name).ToList() is { Count: > 0 } errors)
        {
            report.Invalid(path, name, string.Join(',', errors));
        }
        else if (name.Split('.').Length < FewestSegments)
        {
            report.Invalid(path, name, "should be a domain with at least three segments separated by dots");
        }
    }

    private static void CheckChoice(FieldReport report, JsonObject hook, string path, string field, params string[] supported)
    {
        var value = hook.TextAt(field);
        if (hook[field] is not null && !supported.Contains(value))
        {
            report.NotSupported($"{path}.{field}", value, supported);
        }
    }

    private static void CheckSideEffects(FieldReport report, JsonObject hook, string path)
    {
        if (hook["sideEffects"] is null)
        {
            report.Required($"{path}.sideEffects", $"must specify one of {string.Join(", ", SideEffects)}");
        }

        CheckChoice(report, hook, path, "sideEffects", SideEffects);
    }

    private static void CheckReviewVersions(FieldReport report, JsonObject hook, string path)
    {
        var versions = hook.TextsAt("admissionReviewVersions").ToList();
        if (versions.Count == 0)
        {
            report.Required(path, $"must specify one of {string.Join(", ", ReviewVersions)}");
            return;
        }

        var seen = new HashSet<string>();
        foreach (var (index, version) in versions.Index())
        {
            if (!seen.Add(version))
            {
                report.Invalid($"{path}[{index}]", version, "duplicate version");
                continue;
            }

            report.Invalid($"{path}[{index}]", version, SyntaxRules.Dns1035Label(version));
        }

        if (!versions.Intersect(ReviewVersions).Any())
        {
            report.Invalid(path, hook["admissionReviewVersions"], $"must include at least one of {string.Join(", ", ReviewVersions)}");
        }
    }
}
