namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a workload's status that Autoscale reads.</summary>
public sealed record WorkloadStatus
{
    /// <summary>Pods that there are; 0 for a job.</summary>
    public int Replicas { get; init; }

    /// <summary>Pods of a job that have not ended.</summary>
    public int Active { get; init; }

    /// <summary>Pods of a job that have succeeded.</summary>
    public int Succeeded { get; init; }
}
