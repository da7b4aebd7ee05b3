using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>Follows what became of a cron job's jobs in its status (a copy that the caller stores), and deletes the old ones.</summary>
internal sealed class CronJobHistory(ClusterObjects objects, Announce events)
{
    /// <summary>The component that events name.</summary>
    public const string Component = "cronjob-controller";

    private static readonly DeleteOptions Background = new() { PropagationPolicy = "Background" };

    /// <summary>Deletes the oldest finished jobs beyond those that the limits keep.</summary>
    public async Task CleanAsync(JsonObject cron, CancellationToken cancellationToken)
    {
        var jobs = JobsOf(cron);
        await CleanAsync(cron, jobs.Where(job => Ended(job) == "Complete"), cron.Whole("spec", "successfulJobsHistoryLimit"), cancellationToken);
        await CleanAsync(cron, jobs.Where(job => Ended(job) == "Failed"), cron.Whole("spec", "failedJobsHistoryLimit"), cancellationToken);
    }

    /// <summary>Takes finished and missing jobs off the active list and notes the last success.</summary>
    public void Follow(JsonObject cron)
    {
        var jobs = JobsOf(cron);
        foreach (var job in jobs)
        {
            Follow(cron, job);
        }

        var uids = jobs.Select(job => job.Uid()).ToHashSet();
        foreach (var gone in cron.Objects("status", "active").Where(one => !uids.Contains(one.Text("uid"))).ToList())
        {
            Tell(cron, EventNote.Normal("MissingJob", $"Active job went missing: {gone.Text("name")}"));
            Deactivate(cron, gone.Text("uid"));
        }
    }

    /// <summary>Puts a job on the active list.</summary>
    public void Activate(JsonObject cron, JsonObject job)
    {
        var status = cron.Make("status");
        status["active"] ??= new JsonArray();
        (status["active"] as JsonArray)?.Add(new JsonObject
        {
            ["kind"] = objects.Jobs.Kind,
            ["namespace"] = job.Namespace(),
            ["name"] = job.Name(),
            ["uid"] = job.Uid(),
            ["apiVersion"] = objects.Jobs.ApiVersion,
            ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
        });
    }

    /// <summary>Deletes the jobs that still run, to make way for another.</summary>
    public async Task DeleteActiveAsync(JsonObject cron, CancellationToken cancellationToken)
    {
        foreach (var active in cron.Objects("status", "active").ToList())
        {
            if (objects.Api.Find(objects.Jobs, cron.Namespace(), active.Text("name")) is { } job)
            {
                await DeleteAsync(cron, job, cancellationToken);
            }
        }
    }

    private List<JsonObject> JobsOf(JsonObject cron) => [.. objects.Api.ListOwnedBy(objects.Jobs, cron.Uid())];

    private async Task CleanAsync(JsonObject cron, IEnumerable<JsonObject> ended, long? limit, CancellationToken cancellationToken)
    {
        if (limit is not { } kept)
        {
            return;
        }

        var newestFirst = ended
            .OrderByDescending(job => job.Instant("status", "startTime") ?? DateTimeOffset.MaxValue)
            .ThenByDescending(job => job.Name(), StringComparer.Ordinal)
            .ToList();
        foreach (var job in newestFirst.Skip((int)Math.Min(kept, int.MaxValue)).Reverse())
        {
            await DeleteAsync(cron, job, cancellationToken);
        }
    }

    private void Follow(JsonObject cron, JsonObject job)
    {
        var isActive = cron.Objects("status", "active").Any(one => one.Text("uid") == job.Uid());
        var ended = Ended(job);
        if (!isActive && ended.Length == 0)
        {
            Tell(cron, EventNote.Warning("UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.Name()}"));
        }
        else if (isActive && ended.Length > 0)
        {
            Deactivate(cron, job.Uid());
            Tell(cron, EventNote.Normal("SawCompletedJob", $"Saw completed job: {job.Name()}, condition: {ended}"));
        }

        if (ended == "Complete" && job.Instant("status", "completionTime") is { } end
            && (cron.Instant("status", "lastSuccessfulTime") is not { } before || end > before))
        {
            cron.Make("status")["lastSuccessfulTime"] = end.ToWire();
        }
    }

    private async Task DeleteAsync(JsonObject cron, JsonObject job, CancellationToken cancellationToken)
    {
        try
        {
            await objects.DeleteAsync(objects.Jobs, job, Background, cancellationToken);
        }
        catch (ApiError error)
        {
            Tell(cron, EventNote.Warning("FailedDelete", $"Deleted job: {error.Message}"));
            throw;
        }

        Deactivate(cron, job.Uid());
        Tell(cron, EventNote.Normal("SuccessfulDelete", $"Deleted job {job.Name()}"));
    }

    private static string Ended(JsonObject job) =>
        job.Condition("Complete").Text("status") == "True" ? "Complete"
        : job.Condition("Failed").Text("status") == "True" ? "Failed"
        : "";

    private static void Deactivate(JsonObject cron, string uid)
    {
        var left = cron.Objects("status", "active").Where(one => one.Text("uid") != uid).Select(one => one.DeepClone()).ToArray();
        cron.Make("status").Remove("active");
        if (left.Length > 0)
        {
            cron.Make("status")["active"] = new JsonArray(left);
        }
    }

    private void Tell(JsonObject cron, EventNote what) => events(Component, cron, what);
}
