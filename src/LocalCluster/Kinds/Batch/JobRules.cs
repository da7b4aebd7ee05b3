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
        var spec = job.Part("spec") ?? [];
        foreach (var count in Counts)
        {
            report.NonNegative($"spec.{count}", spec.Number(count));
        }

        SelectorRules.Check(report, spec.Part("selector"), "spec.selector");
        ContainerRules.OneOf(report, spec, "completionMode", "spec", "Indexed", "NonIndexed");
        PodSpecRules.CheckTemplate(report, spec.Part("template"), "spec.template");
        if (spec.Text("template.spec.restartPolicy") == "Always")
        {
            report.Required("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        }

        if (old.Part("spec") is { } before)
        {
            CheckUpdate(report, spec, before);
        }

        return report.Errors;
    }

    private static void CheckUpdate(FieldReport report, JsonObject spec, JsonObject before)
    {
        // An indexed job may grow and shrink as long as completions and parallelism stay equal.
        var isElastic = spec.Text("completionMode") == "Indexed" && spec.Number("completions") == spec.Number("parallelism");
        if (!isElastic)
        {
            report.Unchanged("spec.completions", spec["completions"], before["completions"]);
        }

        // A job that is suspended and was never started may still be given another template.
        foreach (var field in Fixed.Where(field => field != "template" || !before.Flag("suspend")))
        {
            report.Unchanged($"spec.{field}", spec[field], before[field]);
        }
    }
}
