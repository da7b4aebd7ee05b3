using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>The validation of an autoscaling/v2 HorizontalPodAutoscaler, after pkg/apis/autoscaling/validation with scaling to zero allowed.</summary>
public static class HpaRules
{
    private const int MaxWindow = 3600;
    private const int MaxPeriod = 1800;

    private static readonly string[] ReferenceFields = ["kind", "name"];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject hpa, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, hpa, old, SyntaxRules.DnsSubdomain);
        CheckReplicas(report, hpa);
        CheckReference(report, hpa.PartAt("spec.scaleTargetRef"), "spec.scaleTargetRef");
        if (!KeepsTarget(hpa, old))
        {
            CheckTargetGroup(report, hpa.TextAt("spec.scaleTargetRef.apiVersion"), hpa.TextAt("spec.scaleTargetRef.kind"));
        }

        CheckMetrics(report, hpa, old);
        CheckBehavior(report, hpa.PartAt("spec.behavior.scaleUp"), "spec.behavior.scaleUp");
        CheckBehavior(report, hpa.PartAt("spec.behavior.scaleDown"), "spec.behavior.scaleDown");
        CheckStatus(report, hpa);
        return report.Errors;
    }

    /// <summary>The field errors of an autoscaler whose status is written.</summary>
    public static IEnumerable<FieldError> ValidateStatus(JsonObject hpa, JsonObject old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, hpa, old, SyntaxRules.DnsSubdomain);
        CheckStatus(report, hpa);
        return report.Errors;
    }

    // What was stored before the group was checked may stay.
    private static bool KeepsTarget(JsonObject hpa, JsonObject? old) => old is not null
        && old.TextAt("spec.scaleTargetRef.apiVersion") == hpa.TextAt("spec.scaleTargetRef.apiVersion")
        && old.TextAt("spec.scaleTargetRef.kind") == hpa.TextAt("spec.scaleTargetRef.kind");

    /// <summary>Checks a reference's kind and name.</summary>
    public static void CheckReference(FieldReport report, JsonObject? reference, string path)
    {
        foreach (var field in ReferenceFields)
        {
            var value = reference.TextAt(field);
            if (value.Length == 0)
            {
                report.Required($"{path}.{field}");
            }
            else
            {
                report.Invalid($"{path}.{field}", value, SyntaxRules.PathSegment(value));
            }
        }
    }

    /// <summary>Checks that an apiVersion is "version" or "group/version"; false when it is not.</summary>
    public static bool CheckApiVersion(FieldReport report, string version, string path)
    {
        if (IsApiVersion(version))
        {
            return true;
        }

        report.Invalid(path, version, $"unexpected GroupVersion string: {version}");
        return false;
    }

    private static void CheckStatus(FieldReport report, JsonObject hpa)
    {
        report.NonNegative("status.currentReplicas", hpa.NumberAt("status.currentReplicas"));
        report.NonNegative("status.desiredReplicas", hpa.NumberAt("status.desiredReplicas"));
    }

    private static bool IsApiVersion(string version) => version.Count(letter => letter == '/') <= 1;

    // Only replication controllers live in the group without a name.
    private static void CheckTargetGroup(FieldReport report, string version, string kind)
    {
        const string Path = "spec.scaleTargetRef.apiVersion";
        var hasGroup = kind == "ReplicationController" || version.IndexOf('/', StringComparison.Ordinal) > 0;
        if (CheckApiVersion(report, version, Path) && !hasGroup)
        {
            report.Invalid(Path, version, "apiVersion must specify API group");
        }
    }

    private static void CheckReplicas(FieldReport report, JsonObject hpa)
    {
        var minimum = hpa.NumberAt("spec.minReplicas");
        var maximum = hpa.NumberAt("spec.maxReplicas") ?? 0;
        report.NonNegative("spec.minReplicas", minimum);
        if (maximum == 0)
        {
            report.Required("spec.maxReplicas", "must be set and greater than 0");
        }
        else if (maximum < 0)
        {
            report.Invalid("spec.maxReplicas", maximum, "must be greater than or equal to 1");
        }

        if (maximum < minimum)
        {
            report.Invalid("spec.maxReplicas", maximum, "must be greater than or equal to `minReplicas`");
        }
    }

    private static void CheckMetrics(FieldReport report, JsonObject hpa, JsonObject? old)
    {
        var metrics = hpa.PartsAt("spec.metrics").ToList();
        var mayBeMalformed = old.PartsAt("spec.metrics").Any(metric => !IsApiVersion(metric.TextAt("object.describedObject.apiVersion")));
        foreach (var (index, metric) in metrics.Index())
        {
            HpaMetricRules.Check(report, metric, $"spec.metrics[{index}]", mayBeMalformed);
        }

        if (hpa.NumberAt("spec.minReplicas") == 0 && !metrics.Any(metric => metric.TextAt("type") is "Object" or "External"))
        {
            report.Forbidden("spec.metrics", "must specify at least one Object or External metric to support scaling to zero replicas");
        }
    }

    private static void CheckBehavior(FieldReport report, JsonObject? rules, string path)
    {
        if (rules is null)
        {
            return;
        }

        CheckWindow(report, rules, path);
        if (rules["selectPolicy"] is { } select && select.AsText() is not ("Max" or "Min" or "Disabled"))
        {
            report.NotSupported($"{path}.selectPolicy", select.AsText(), "Disabled", "Max", "Min");
        }

        var policies = rules.PartsAt("policies").ToList();
        if (policies.Count == 0)
        {
            report.Required($"{path}.policies", "must specify at least one Policy");
        }

        foreach (var (index, policy) in policies.Index())
        {
            CheckPolicy(report, policy, $"{path}.policies[{index}]");
        }

        if (HpaMetricRules.Amount(rules, "tolerance") is { Sign: < 0 } tolerance)
        {
            report.Invalid($"{path}.tolerance", tolerance.ToString(), "must be greater than or equal to 0");
        }
    }

    private static void CheckWindow(FieldReport report, JsonObject rules, string path)
    {
        if (rules.NumberAt("stabilizationWindowSeconds") is not { } window)
        {
            return;
        }

        if (window < 0)
        {
            report.Invalid($"{path}.stabilizationWindowSeconds", window, "must be greater than or equal to zero");
        }
        else if (window > MaxWindow)
        {
            report.Invalid($"{path}.stabilizationWindowSeconds", window, $"must be less than or equal to {MaxWindow}");
        }
    }

    private static void CheckPolicy(FieldReport report, JsonObject policy, string path)
    {
        var (type, value, period) = (policy.TextAt("type"), policy.NumberAt("value") ?? 0, policy.NumberAt("periodSeconds") ?? 0);
        if (type is not ("Pods" or "Percent"))
        {
            report.NotSupported($"{path}.type", type, "Percent", "Pods");
        }

        if (value <= 0)
        {
            report.Invalid($"{path}.value", value, "must be greater than zero");
        }

        if (period <= 0)
        {
            report.Invalid($"{path}.periodSeconds", period, "must be greater than zero");
        }
        else if (period > MaxPeriod)
        {
            report.Invalid($"{path}.periodSeconds", period, $"must be less than or equal to {MaxPeriod}");
        }
    }
}
