using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>The rules that deployments, replica sets and stateful sets share: selector, template, counts.</summary>
public static class TemplateRules
{
    /// <summary>Checks the selector, which is required, and the template, which it must match; <paramref name="kind"/> is the kind in lower case.</summary>
    public static void Check(FieldReport report, JsonObject workload, JsonObject? old, string kind)
    {
        var spec = workload.PartAt("spec");
        report.NonNegative("spec.replicas", spec.NumberAt("replicas"));
        report.NonNegative("spec.minReadySeconds", spec.NumberAt("minReadySeconds"));
        report.NonNegative("spec.revisionHistoryLimit", spec.NumberAt("revisionHistoryLimit"));
        CheckSelector(report, spec, kind);
        PodSpecRules.CheckTemplate(report, spec.PartAt("template"), "spec.template");
        CheckTemplatePolicy(report, spec.PartAt("template.spec"));
        if (old is not null && kind != "statefulset")
        {
            report.Unchanged("spec.selector", workload.NodeAt("spec.selector"), old.NodeAt("spec.selector"));
        }
    }

    /// <summary>Checks a count that is a number or a percentage.</summary>
    public static void CheckIntOrPercent(FieldReport report, JsonNode? value, string path)
    {
        if (value is null)
        {
            return;
        }

        if (value.GetValueKind() == JsonValueKind.String)
        {
            report.Invalid(path, value.AsText(), SyntaxRules.Percent(value.AsText()));
            return;
        }

        report.NonNegative(path, value.AsNumber());
    }

    /// <summary>The percentage that a value is, or null.</summary>
    public static long? PercentOf(JsonNode? value) =>
        value.AsText() is { Length: > 1 } text && text.EndsWith('%') && long.TryParse(text[..^1], out var percent) ? percent : null;

    private static void CheckSelector(FieldReport report, JsonObject? spec, string kind)
    {
        if (spec.PartAt("selector") is not { } selector)
        {
            report.Required("spec.selector");
            return;
        }

        SelectorRules.Check(report, selector, "spec.selector");
        if (selector.PartAt("matchLabels") is not { Count: > 0 } && !selector.PartsAt("matchExpressions").Any())
        {
            report.Invalid("spec.selector", selector, $"empty selector is invalid for {kind}");
        }
        else if (!Matches(selector, spec.PartAt("template.metadata.labels")))
        {
            report.Invalid("spec.template.metadata.labels", spec.NodeAt("template.metadata.labels"), "`selector` does not match template `labels`");
        }
    }

    private static bool Matches(JsonObject selector, JsonObject? labels)
    {
        try
        {
            var parsed = LabelSelector.From(selector.Deserialize(KubeJson.Default.LabelSelectorSpec));
            return parsed.Matches((labels ?? []).ToDictionary(label => label.Key, label => label.Value.AsText()));
        }
        catch (FormatException)
        {
            // A malformed requirement was reported by its own rule already.
            return true;
        }
    }

    private static void CheckTemplatePolicy(FieldReport report, JsonObject? spec)
    {
        if (spec.TextAt("restartPolicy") is var policy && policy != "Always")
        {
            report.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
        }

        if (spec?["activeDeadlineSeconds"] is not null)
        {
            report.Forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicaSet is not Supported");
        }
    }
}
