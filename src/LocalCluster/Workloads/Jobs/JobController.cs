using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>Runs the pods of jobs until enough of them have succeeded or too many have failed.</summary>
internal sealed class JobController(ClusterObjects objects, Announce events, TimeProvider time) : IController
{
    private readonly PodControl _pods = new(objects, events, "job-controller");

    /// <inheritdoc />
    public string Name => "job-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches => [Watch.Self(objects.Jobs), Watch.Owner(objects.Pods, objects.Jobs)];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } job || job.IsTerminating())
        {
            return null;
        }

        if (JobDecider.HasEnded(job))
        {
            return await ExpireAsync(job, cancellationToken);
        }

        job = await BeginAsync(job, cancellationToken);
        var plan = JobDecider.Decide(job, PodsOf(job), time.GetUtcNow());
        var refusal = await SlowStart.RunAsync(
            plan.Create, token => _pods.CreateAsync(job, PodTemplate.StampNameless(objects.Jobs, job), token), cancellationToken);
        foreach (var pod in plan.Delete)
        {
            await _pods.DeleteAsync(job, pod.Source, cancellationToken);
        }

        await TellAsync(job, plan, cancellationToken);
        return refusal is null ? plan.Again : throw refusal;
    }

    private List<PodFacts> PodsOf(JsonObject job) =>
        [.. objects.Api.ListOwnedBy(objects.Pods, job.Uid()).Select(PodFacts.From)];

    private async Task<JsonObject> BeginAsync(JsonObject job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isSuspended = job.IsTrue("spec", "suspend");
        var wasSuspended = job.Condition("Suspended").Text("status") == "True";
        if (isSuspended && !wasSuspended)
        {
            events(Name, job, EventNote.Normal("Suspended", "Job suspended"));
        }
        else if (!isSuspended && wasSuspended)
        {
            events(Name, job, EventNote.Normal("Resumed", "Job resumed"));
        }

        return await objects.ChangeStatusAsync(objects.Jobs, job, stored => Begin(stored.Make("status"), isSuspended, wasSuspended, now), cancellationToken);
    }

    private static void Begin(JsonObject status, bool isSuspended, bool wasSuspended, DateTimeOffset now)
    {
        if (isSuspended)
        {
            status.Remove("startTime");
            Set(status, Conditions.Of("Suspended", "True", "JobSuspended", "Job suspended"), now);
            return;
        }

        status["startTime"] ??= now.ToWire();
        if (wasSuspended)
        {
            status["startTime"] = now.ToWire();
            Set(status, Conditions.Of("Suspended", "False", "JobResumed", "Job resumed"), now);
        }
    }

    private async Task TellAsync(JsonObject job, JobPlan plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counts = JobCounts.Of(job, PodsOf(job));
        await objects.ChangeStatusAsync(objects.Jobs, job, stored => Count(stored.Make("status"), counts, plan, now), cancellationToken);
        foreach (var end in plan.End.Where(end => end.Text("type") is "Complete" or "Failed"))
        {
            events(Name, job, end.Text("type") == "Complete"
                ? EventNote.Normal("Completed", "Job completed")
                : EventNote.Warning(end.Text("reason"), end.Text("message")));
        }
    }

    private static void Count(JsonObject status, JobCounts counts, JobPlan plan, DateTimeOffset now)
    {
        status.SetCount("active", plan.End.Count > 0 ? 0 : counts.Active);
        status.SetCount("succeeded", counts.Succeeded);
        status.SetCount("failed", counts.Failed);
        status["ready"] = plan.End.Count > 0 ? 0 : counts.Ready;
        status["terminating"] = counts.Terminating;
        status["uncountedTerminatedPods"] = new JsonObject();
        foreach (var end in plan.End)
        {
            Set(status, end, now);
        }

        if (Conditions.Find(status, "Complete") is not null)
        {
            status["completionTime"] ??= now.ToWire();
        }
    }

    private static void Set(JsonObject status, JsonObject condition, DateTimeOffset now)
    {
        Conditions.Set(status, condition, now);
        if (Conditions.Find(status, condition.Text("type")) is { } stored)
        {
            stored["lastProbeTime"] ??= now.ToWire();
        }
    }

    private async Task<TimeSpan?> ExpireAsync(JsonObject job, CancellationToken cancellationToken)
    {
        if (job.Whole("spec", "ttlSecondsAfterFinished") is not { } seconds)
        {
            return null;
        }

        var ended = job.Condition("Complete") ?? job.Condition("Failed");
        var left = (ended.Instant("lastTransitionTime") ?? job.Created()) + TimeSpan.FromSeconds(seconds) - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        await objects.DeleteAsync(objects.Jobs, job, new DeleteOptions { PropagationPolicy = "Foreground" }, cancellationToken);
        return null;
    }
}
