using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Batch;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>Makes the jobs of cron jobs when their time comes, after pkg/controller/cronjob.</summary>
internal sealed class CronJobController(ClusterObjects objects, Announce events, TimeProvider time) : IController
{
    private readonly CronJobHistory _history = new(objects, events);

    /// <inheritdoc />
    public string Name => CronJobHistory.Component;

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches => [Watch.Self(objects.CronJobs), Watch.Owner(objects.Jobs, objects.CronJobs)];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key)?.Copy() is not { } cron)
        {
            return null;
        }

        try
        {
            await _history.CleanAsync(cron, cancellationToken);
            _history.Follow(cron);
            return cron.IsTerminating() || cron.IsTrue("spec", "suspend") ? null : await KeepScheduleAsync(cron, cancellationToken);
        }
        finally
        {
            // What has happened is told also when the next step fails.
            await TellAsync(cron, cancellationToken);
        }
    }

    private async Task TellAsync(JsonObject cron, CancellationToken cancellationToken)
    {
        if (cron["status"] is JsonObject status)
        {
            await objects.SetStatusAsync(objects.CronJobs, cron, status, cancellationToken);
        }
    }

    private async Task<TimeSpan?> KeepScheduleAsync(JsonObject cron, CancellationToken cancellationToken)
    {
        if (ScheduleOf(cron) is not { } schedule)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var plan = CronJobDecider.Decide(cron, schedule, now);
        if (plan.Again is null)
        {
            Warn(cron, "InvalidSchedule", $"invalid schedule: {cron.Text("spec", "schedule")} : time difference between two schedules is less than 1 second");
        }

        if (plan.HasMissedMany)
        {
            Warn(cron, "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
        }

        if (plan.Due is { } due && IsWanted(cron, due, now) && await StartAsync(cron, due, cancellationToken))
        {
            return CronJobDecider.Decide(cron, schedule, now).Again;
        }

        return plan.Again;
    }

    private CronSchedule? ScheduleOf(JsonObject cron)
    {
        var (zone, text) = (cron.Text("spec", "timeZone"), cron.Text("spec", "schedule"));
        if (CronSchedule.FindZone(zone) is not { } found)
        {
            Warn(cron, "UnknownTimeZone", $"invalid timeZone: {GoText.Quote(zone)}: unknown time zone {zone}");
            return null;
        }

        try
        {
            return CronSchedule.Parse(text, found);
        }
        catch (FormatException fault)
        {
            Warn(cron, "UnparseableSchedule", $"unparseable schedule: {GoText.Quote(text)} : {fault.Message}");
            return null;
        }
    }

    private bool IsWanted(JsonObject cron, DateTimeOffset due, DateTimeOffset now)
    {
        if (cron.Whole("spec", "startingDeadlineSeconds") is { } seconds && (now - due).TotalSeconds > seconds)
        {
            var moment = due.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
            Warn(cron, "MissSchedule", $"Missed scheduled time to start a job: {moment}");
            return false;
        }

        var active = cron.Objects("status", "active").ToList();
        if (active.Exists(job => job.Text("name") == CronJobDecider.JobName(cron, due)) || cron.Instant("status", "lastScheduleTime") == due)
        {
            return false;
        }

        if (cron.Text("spec", "concurrencyPolicy") != "Forbid" || active.Count == 0)
        {
            return true;
        }

        events(Name, cron, EventNote.Normal("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid"));
        return false;
    }

    private async Task<bool> StartAsync(JsonObject cron, DateTimeOffset due, CancellationToken cancellationToken)
    {
        if (cron.Text("spec", "concurrencyPolicy") == "Replace")
        {
            await _history.DeleteActiveAsync(cron, cancellationToken);
        }

        if (await CreateAsync(cron, CronJobTemplate.Stamp(objects, cron, due), cancellationToken) is not { } job)
        {
            return false;
        }

        _history.Activate(cron, job);
        cron.Make("status")["lastScheduleTime"] = due.ToWire();
        return true;
    }

    /// <summary>The new job, or the one that an earlier pass made and could not tell of; null when the name is somebody else's.</summary>
    private async Task<JsonObject?> CreateAsync(JsonObject cron, JsonObject job, CancellationToken cancellationToken)
    {
        try
        {
            var created = await objects.CreateAsync(objects.Jobs, job, cancellationToken);
            events(Name, cron, EventNote.Normal("SuccessfulCreate", $"Created job {created.Name()}"));
            return created;
        }
        catch (ApiError error) when (error.Reason == "AlreadyExists")
        {
            var found = objects.Api.Find(objects.Jobs, job.Namespace(), job.Name());
            return found?.Controller().Text("uid") == cron.Uid() ? found : null;
        }
        catch (ApiError error) when (error.Causes.All(cause => cause.Reason != "NamespaceTerminating"))
        {
            Warn(cron, "FailedCreate", $"Error creating job: {error.Message}");
            throw;
        }
    }

    private void Warn(JsonObject cron, string reason, string message) => events(Name, cron, EventNote.Warning(reason, message));
}
