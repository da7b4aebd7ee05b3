using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>Decides what a job does next, after pkg/controller/job.</summary>
internal static class JobDecider
{
    // Pods made in one step at most; the next step follows as they appear.
    private const int MostAtOnce = 500;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>The next step of a job that has not ended.</summary>
    public static JobPlan Decide(JsonObject job, IReadOnlyList<PodFacts> pods, DateTimeOffset now)
    {
        var counts = JobCounts.Of(job, pods);
        var active = pods.Where(pod => pod.IsActive).ToList();
        if (job.IsTrue("spec", "suspend"))
        {
            return new JobPlan(0, active);
        }

        if (counts.Failed > job.Count("spec", "backoffLimit", 6))
        {
            return Fail(active, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        var left = DeadlineLeft(job, now);
        if (left <= TimeSpan.Zero)
        {
            return Fail(active, "DeadlineExceeded", "Job was active longer than specified deadline");
        }

        return IsComplete(job, counts)
            ? new JobPlan(0, active) { End = Ending("SuccessCriteriaMet", "Complete", "CompletionsReached", "Reached expected number of succeeded pods") }
            : Continue(job, pods, counts, now) is var plan && plan.Again is null ? plan with { Again = left } : plan;
    }

    /// <summary>Whether the job has ended, well or not.</summary>
    public static bool HasEnded(JsonObject job) =>
        job.Condition("Complete").Text("status") == "True" || job.Condition("Failed").Text("status") == "True";

    private static JobPlan Continue(JsonObject job, IReadOnlyList<PodFacts> pods, JobCounts counts, DateTimeOffset now)
    {
        var wanted = Math.Min(job.Count("spec", "parallelism", 1), Outstanding(job, counts));
        var active = pods.Where(pod => pod.IsActive).ToList();
        if (counts.Active > wanted)
        {
            var surplus = DeletionOrder.Sort(active, _ => 0, now).Take(counts.Active - wanted);
            return new JobPlan(0, [.. surplus]);
        }

        // A pod that failed is replaced after a pause that doubles with each failure.
        var pause = Pause(counts.Failed, pods, now);
        return counts.Active < wanted && pause > TimeSpan.Zero
            ? new JobPlan(0, []) { Again = pause }
            : new JobPlan(Math.Min(wanted - counts.Active, MostAtOnce), []);
    }

    private static int Outstanding(JsonObject job, JobCounts counts)
    {
        if (job.Whole("spec", "completions") is not { } completions)
        {
            // Without a number of completions the first success ends it: no new pods after that.
            return counts.Succeeded > 0 ? counts.Active : int.MaxValue;
        }

        return (int)Math.Clamp(completions - counts.Succeeded, 0, int.MaxValue);
    }

    private static bool IsComplete(JsonObject job, JobCounts counts) =>
        job.Whole("spec", "completions") is { } completions
            ? counts.Succeeded >= completions
            : counts is { Succeeded: > 0, Active: 0 };

    private static TimeSpan Pause(int failures, IReadOnlyList<PodFacts> pods, DateTimeOffset now)
    {
        if (failures == 0)
        {
            return TimeSpan.Zero;
        }

        var last = pods.Where(pod => pod.Phase == "Failed").Select(EndOf).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var length = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return last == DateTimeOffset.MinValue ? TimeSpan.Zero : last + (length < LongestPause ? length : LongestPause) - now;
    }

    private static DateTimeOffset EndOf(PodFacts pod) =>
        pod.Source.Objects("status", "containerStatuses")
            .Select(status => status.Instant("state", "terminated", "finishedAt"))
            .Max() ?? pod.Created;

    private static TimeSpan? DeadlineLeft(JsonObject job, DateTimeOffset now) =>
        job.Whole("spec", "activeDeadlineSeconds") is { } seconds && job.Instant("status", "startTime") is { } start
            ? start + TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) - now
            : null;

    private static JobPlan Fail(IReadOnlyList<PodFacts> active, string reason, string message) =>
        new(0, active) { End = Ending("FailureTarget", "Failed", reason, message) };

    private static JsonObject[] Ending(string target, string end, string reason, string message) =>
        [Conditions.Of(target, "True", reason, message), Conditions.Of(end, "True", reason, message)];
}
