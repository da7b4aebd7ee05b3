namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>What a cron job's schedule asks for now: a start that is due (null when none is), whether many were missed, and when to look again.</summary>
internal sealed record CronJobPlan(DateTimeOffset? Due, bool HasMissedMany, TimeSpan? Again);
