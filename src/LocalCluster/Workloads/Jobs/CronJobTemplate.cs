using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Batch;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>Makes jobs of a cron job's template.</summary>
internal static class CronJobTemplate
{
    private const string Scheduled = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    /// <summary>The job of a start, controlled by the cron job and annotated with the start in the schedule's time zone.</summary>
    public static JsonObject Stamp(ClusterObjects objects, JsonObject cron, DateTimeOffset due)
    {
        var metadata = new JsonObject
        {
            ["name"] = CronJobDecider.JobName(cron, due),
            ["namespace"] = cron.Namespace(),
            ["labels"] = cron.At("spec", "jobTemplate", "metadata", "labels")?.DeepClone(),
            ["annotations"] = cron.At("spec", "jobTemplate", "metadata", "annotations")?.DeepClone(),
            ["ownerReferences"] = new JsonArray(Ownership.Reference(objects.CronJobs, cron)),
        };
        var job = new JsonObject
        {
            ["apiVersion"] = objects.Jobs.ApiVersion,
            ["kind"] = objects.Jobs.Kind,
            ["metadata"] = metadata,
            ["spec"] = cron.At("spec", "jobTemplate", "spec")?.DeepClone() ?? new JsonObject(),
        };
        job.Make("metadata", "annotations")[Scheduled] = InZone(due, cron.Text("spec", "timeZone"));
        return job;
    }

    private static string InZone(DateTimeOffset due, string zone)
    {
        var local = TimeZoneInfo.ConvertTime(due, CronSchedule.FindZone(zone) ?? TimeZoneInfo.Utc);
        return local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
