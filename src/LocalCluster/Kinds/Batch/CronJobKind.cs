using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>CronJob, batch/v1.</summary>
public static class CronJobKind
{
    private const int SuccessfulLimit = 3;

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "batch",
        Version = "v1",
        Kind = "CronJob",
        Plural = "cronjobs",
        Singular = "cronjob",
        ShortNames = ["cj"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        Schema = SchemaNotation.Type("batch", "CronJob"),
        Validate = CronJobRules.Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Schedule", "When jobs are started.", one => one.TextAt("spec.schedule")),
            Columns.Text("Timezone", "The time zone of the schedule.", one => Columns.OrNone(one.TextAt("spec.timeZone"))),
            Columns.Text("Suspend", "Whether no more jobs are started.", one => one.FlagAt("spec.suspend") ? "True" : "False"),
            Columns.Integer("Active", "Number of jobs that run.", one => one.PartsAt("status.active").Count()),
            new TableColumn("Last Schedule", "string", "", 0, "Time since a job was last started.", (one, now) => Columns.SinceOrNone(one.TextAt("status.lastScheduleTime"), now)),
            Columns.Age,
            Columns.Wide("Containers", "Names of each container in the template.", one => Columns.ContainerNames(one.PartAt("spec.jobTemplate") ?? [])),
            Columns.Wide("Images", "Images referenced by each container in the template.", one => Columns.ContainerImages(one.PartAt("spec.jobTemplate") ?? [])),
            Columns.Wide("Selector", "Labels of the pods that the job counts.", one => Columns.Selector(one.PartAt("spec.jobTemplate.spec.selector"))),
        ],
    }
    .WithDefaults(ApplyDefaults)
    .WithPreparation(KindDefaults.EmptyStatus);

    private static void ApplyDefaults(JsonObject one)
    {
        var spec = one.Ensure("spec");
        spec.SetDefaultText("concurrencyPolicy", "Allow");
        spec.SetDefault("suspend", false);
        spec.SetDefault("successfulJobsHistoryLimit", SuccessfulLimit);
        spec.SetDefault("failedJobsHistoryLimit", 1);

        // The template is a job without the job's own defaults, which come when a job is made of it; its pods have theirs.
        Core.PodSpecDefaults.ApplyToTemplate(spec.Ensure("jobTemplate"));
    }
}
