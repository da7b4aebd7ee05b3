using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Batch;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>Decides which start of a cron job is due, after pkg/controller/cronjob/utils.go.</summary>
internal static class CronJobDecider
{
    private const int Many = 100;

    // A little late, so that the moment has come for certain.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    /// <summary>The newest start that is due at <paramref name="now"/>, and when to look again.</summary>
    public static CronJobPlan Decide(JsonObject cron, CronSchedule schedule, DateTimeOffset now)
    {
        var last = cron.Instant("status", "lastScheduleTime") ?? cron.Created();
        var (due, missed) = Newest(schedule, Earliest(cron, last, now), now);
        var (newest, others) = Newest(schedule, last, now);
        var from = newest ?? (others == 0 ? last : now);
        return new CronJobPlan(due, missed > Many, schedule.Next(from) + Slack - now);
    }

    /// <summary>The name of the job of a start.</summary>
    public static string JobName(JsonObject cron, DateTimeOffset start) => $"{cron.Name()}-{start.ToUnixTimeSeconds() / 60}";

    // Nothing is started later than its deadline.
    private static DateTimeOffset Earliest(JsonObject cron, DateTimeOffset last, DateTimeOffset now)
    {
        if (cron.Whole("spec", "startingDeadlineSeconds") is not { } seconds)
        {
            return last;
        }

        var deadline = now - TimeSpan.FromSeconds(Math.Min(seconds, (now - last).TotalSeconds));
        return deadline > last ? deadline : last;
    }

    /// <summary>The newest start after a moment that is not after now, and about how many there are.</summary>
    private static (DateTimeOffset? Start, long Count) Newest(CronSchedule schedule, DateTimeOffset earliest, DateTimeOffset now)
    {
        if (schedule.Next(earliest) is not { } first || first > now)
        {
            return (null, 0);
        }

        if (schedule.Next(first) is not { } second || second > now)
        {
            return (first, 0);
        }

        // Counted by the first interval, then found from a little before: intervals need not be alike.
        var interval = (long)Math.Max(1, (second - first).TotalSeconds);
        var count = ((long)(now - first).TotalSeconds / interval) + 1;
        DateTimeOffset? newest = null;
        for (var next = schedule.Next(first + TimeSpan.FromSeconds((count - 2) * interval)); next <= now; next = schedule.Next(next.Value))
        {
            newest = next;
        }

        return (newest, count);
    }
}
