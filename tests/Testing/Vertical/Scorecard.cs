namespace Autoscale.Testing.Vertical;

/// <summary>What a run cost, and what it did to pods.</summary>
public sealed record Scorecard
{
    /// <summary>Who ran the workload.</summary>
    public required string Name { get; init; }

    /// <summary>How often the number of replicas was changed.</summary>
    public int ReplicaChanges { get; init; }

    /// <summary>Pods that were made or taken away by these changes.</summary>
    public int PodsScaled { get; init; }

    /// <summary>How often replicas went the other way than the change before.</summary>
    public int Reversals { get; init; }

    /// <summary>The most replicas at a time.</summary>
    public int MostReplicas { get; init; }

    /// <summary>Replicas on average.</summary>
    public double MeanReplicas => PodHours / Length.TotalHours;

    /// <summary>Hours of all pods together.</summary>
    public double PodHours { get; init; }

    /// <summary>Pods that were evicted to be given other requests.</summary>
    public int Evictions { get; init; }

    /// <summary>Resizes in place.</summary>
    public int Resizes { get; init; }

    /// <summary>Containers killed for want of memory.</summary>
    public int OomKills { get; init; }

    /// <summary>Time in which pods that should have served came back from being killed, in pod hours.</summary>
    public double KilledHours { get; init; }

    /// <summary>CPU that was asked for, and of that what was not used, in core hours.</summary>
    public double RequestedCoreHours { get; init; }

    /// <summary>CPU that was asked for and not used, in core hours.</summary>
    public double IdleCoreHours { get; init; }

    /// <summary>Memory that was asked for, in GiB hours.</summary>
    public double RequestedGibHours { get; init; }

    /// <summary>Memory that was asked for and not used, in GiB hours.</summary>
    public double IdleGibHours { get; init; }

    /// <summary>Time in which the workload needed more CPU than the limits of its pods allowed.</summary>
    public TimeSpan Saturated { get; init; }

    /// <summary>CPU that was needed and not given by limits, in core hours.</summary>
    public double MissedCoreHours { get; init; }

    /// <summary>The length of the run.</summary>
    public TimeSpan Length { get; init; }

    /// <summary>The part of the CPU asked for that was not used.</summary>
    public double CpuSlack => IdleCoreHours / RequestedCoreHours;

    /// <summary>The part of the memory asked for that was not used.</summary>
    public double MemorySlack => IdleGibHours / RequestedGibHours;

    /// <summary>Evictions and resizes of all pods in a day.</summary>
    public double ChangesPerDay => (Evictions + Resizes) / Length.TotalDays;

    /// <summary>The part of the time in which CPU was short.</summary>
    public double Throttled => Saturated / Length;
}
