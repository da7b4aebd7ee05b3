namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a cron job's specification that Autoscale reads.</summary>
public sealed record CronJobSpec
{
    /// <summary>True while no jobs are started.</summary>
    public bool? Suspend { get; init; }

    /// <summary>What the jobs are made from.</summary>
    public Workload JobTemplate { get => field ?? new(); init; }
}
