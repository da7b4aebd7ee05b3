using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>Job, batch/v1.</summary>
public static class JobKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "batch",
        Version = "v1",
        Kind = "Job",
        Plural = "jobs",
        Singular = "job",
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Schema = SchemaNotation.Type("batch", "Job"),
        Validate = JobRules.Validate,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["status.successful"] = job => $"{job.NumberAt("status.succeeded") ?? 0}",
        },
        Columns =
        [
            Columns.Name,
            Columns.Text("Status", "Status of the job.", Status),
            Columns.Text("Completions", "Pods that succeeded, of those wanted.", Completions),
            new TableColumn("Duration", "string", "", 0, "Time required to complete the job.", (job, now) => Duration(job, now)),
            Columns.Age,
            Columns.Wide("Containers", "Names of each container in the template.", Columns.ContainerNames),
            Columns.Wide("Images", "Images referenced by each container in the template.", Columns.ContainerImages),
            Columns.Wide("Selector", "Labels of the pods that the job counts.", job => Columns.Selector(job.PartAt("spec.selector"))),
        ],
    }
    .WithDefaults(JobDefaults.Apply)
    .WithPreparation(KindDefaults.EmptyStatus, JobDefaults.Select);

    private static string Status(JsonObject job)
    {
        bool Is(string type) => job.PartsAt("status.conditions").Any(one => one.TextAt("type") == type && one.TextAt("status") == "True");
        return Is("Complete") ? "Complete"
            : Is("Failed") ? "Failed"
            : job.NodeAt("metadata.deletionTimestamp") is not null ? "Terminating"
            : Is("Suspended") ? "Suspended"
            : Is("FailureTarget") ? "FailureTarget"
            : Is("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    private static string Completions(JsonObject job)
    {
        var done = job.NumberAt("status.succeeded") ?? 0;
        if (job.NumberAt("spec.completions") is { } wanted)
        {
            return $"{done}/{wanted}";
        }

        return job.NumberAt("spec.parallelism") is { } parallel and > 1 ? $"{done}/1 of {parallel}" : $"{done}/1";
    }

    private static string Duration(JsonObject job, DateTimeOffset now)
    {
        var (start, end) = (Moment(job, "startTime"), Moment(job, "completionTime"));
        return start is null ? "" : ShortDuration.Format((end ?? now) - start.Value);
    }

    private static DateTimeOffset? Moment(JsonObject job, string field) =>
        DateTimeOffset.TryParse(job.TextAt($"status.{field}"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
