using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>The validation of a cron job, after pkg/apis/batch/validation.</summary>
public static partial class CronJobRules
{
    // The controller appends eleven characters to make the names of jobs.
    private const int LongestName = 52;

    private static readonly string[] Limits = ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain);
        var spec = one.PartAt("spec") ?? [];
        CheckSchedule(report, spec, old.TextAt("spec.schedule"));
        report.NonNegative("spec.startingDeadlineSeconds", spec.NumberAt("startingDeadlineSeconds"));
        if (old is null || old.TextAt("spec.timeZone") != spec.TextAt("timeZone"))
        {
            CheckTimeZone(report, spec["timeZone"]);
        }

        ContainerRules.OneOf(report, spec, "concurrencyPolicy", "spec", "Allow", "Forbid", "Replace");
        CheckTemplate(report, spec.PartAt("jobTemplate.spec") ?? []);
        foreach (var limit in Limits)
        {
            report.NonNegative($"spec.{limit}", spec.NumberAt(limit));
        }

        if (old is null && one.TextAt("metadata.name") is { Length: > LongestName } name)
        {
            report.Invalid("metadata.name", name, $"must be no more than {LongestName} characters");
        }

        return report.Errors;
    }

    private static void CheckSchedule(FieldReport report, JsonObject spec, string before)
    {
        var schedule = spec.TextAt("schedule");
        if (schedule.Length == 0)
        {
            report.Required("spec.schedule");
            return;
        }

        if (schedule.Contains("TZ", StringComparison.Ordinal))
        {
            report.Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            return;
        }

        if (schedule != before && Fault(schedule) is { } fault)
        {
            report.Invalid("spec.schedule", schedule, fault);
        }
    }

    private static string? Fault(string schedule)
    {
        try
        {
            CronSchedule.Parse(schedule, TimeZoneInfo.Utc);
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    private static void CheckTimeZone(FieldReport report, JsonNode? node)
    {
        const string Path = "spec.timeZone";
        if (node is null)
        {
            return;
        }

        var zone = node.AsText();
        if (zone.Length == 0)
        {
            report.Invalid(Path, zone, "timeZone must be nil or non-empty string");
        }
        else if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase))
        {
            report.Invalid(Path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        else if (!zone.Split('/').All(IsZonePart) || CronSchedule.FindZone(zone) is null)
        {
            report.Invalid(Path, zone, $"unknown time zone {zone}");
        }
    }

    private static bool IsZonePart(string part) => part is not ("." or "..") && !part.StartsWith('-') && ZonePartPattern().IsMatch(part);

    private static void CheckTemplate(FieldReport report, JsonObject job)
    {
        const string Path = "spec.jobTemplate.spec";
        JobRules.CheckSpec(report, job, Path);
        if (job["selector"] is { } selector)
        {
            report.Invalid($"{Path}.selector", selector, "`selector` will be auto-generated");
        }

        if (job.FlagAt("manualSelector"))
        {
            report.NotSupported($"{Path}.manualSelector", "true", "nil", "false");
        }
    }

    [GeneratedRegex(@"^[A-Za-z._0-9+-]{1,14}\z")]
    private static partial Regex ZonePartPattern();
}
