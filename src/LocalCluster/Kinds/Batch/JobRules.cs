using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>The validation of a job.</summary>
public static class JobRules
{
    private static readonly string[] Counts = ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"];

    private static readonly string[] Fixed = ["selector", "template", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "successPolicy"];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject job, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, job, old, SyntaxRules.DnsSubdomain);
        var spec = job.PartAt("spec") ?? [];
        CheckSpec(report, spec, "spec");
        SelectorRules.Check(report, spec.PartAt("selector"), "spec.selector");
        ContainerRules.OneOf(report, spec, "completionMode", "spec", "Indexed", "NonIndexed");
        if (old.PartAt("spec") is { } before)
        {
            CheckUpdate(report, spec, before);
        }

        return report.Errors;
    }

    /// <summary>Checks what the specification of a job and the template of one have in common.</summary>
    public static void CheckSpec(FieldReport report, JsonObject spec, string path)
    {
        foreach (var count in Counts)
        {
            report.NonNegative($"{path}.{count}", spec.NumberAt(count));
        }

        PodSpecRules.CheckTemplate(report, spec.PartAt("template"), $"{path}.template");
        if (spec.TextAt("template.spec.restartPolicy") == "Always")
        {
            report.Required($"{path}.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        }
    }

    private static void CheckUpdate(FieldReport report, JsonObject spec, JsonObject before)
    {
        // An indexed job may grow and shrink as long as completions and parallelism stay equal.
        var isElastic = spec.TextAt("completionMode") == "Indexed" && spec.NumberAt("completions") == spec.NumberAt("parallelism");
        if (!isElastic)
        {
            report.Unchanged("spec.completions", spec["completions"], before["completions"]);
        }

        // A job that is suspended and was never started may still be given another template.
        foreach (var field in Fixed.Where(field => field != "template" || !before.FlagAt("suspend")))
        {
            report.Unchanged($"spec.{field}", spec[field], before[field]);
        }
    }
}
