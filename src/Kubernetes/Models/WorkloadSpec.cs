namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a workload's specification that Autoscale reads.</summary>
public sealed record WorkloadSpec
{
    /// <summary>Pods that are wanted; null, which stands for 1, in a job.</summary>
    public int? Replicas { get; init; }

    /// <summary>Pods that a job runs at a time; null for 1.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Pods of a job that must succeed; null when any one's success ends it.</summary>
    public int? Completions { get; init; }

    /// <summary>True while a job is held back.</summary>
    public bool? Suspend { get; init; }

    /// <summary>What the pods are made from.</summary>
    public PodTemplate Template { get => field ?? new(); init; }
}
