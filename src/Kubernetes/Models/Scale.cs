namespace Autoscale.Kubernetes.Models;

/// <summary>The scale subresource of a workload, autoscaling/v1 Scale.</summary>
public sealed record Scale : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The desired number of replicas.</summary>
    public ScaleSpec Spec { get => field ?? new(); init; }

    /// <summary>The observed number of replicas and the pods' selector.</summary>
    public ScaleStatus Status { get => field ?? new(); init; }
}

/// <summary>The desired number of replicas.</summary>
public sealed record ScaleSpec
{
    /// <summary>Replicas, 0 or more.</summary>
    public int Replicas { get; init; }
}

/// <summary>The observed number of replicas.</summary>
public sealed record ScaleStatus
{
    /// <summary>Replicas, 0 or more.</summary>
    public int Replicas { get; init; }

    /// <summary>Label selector of the pods in text form; "" when the workload gives none.</summary>
    public string Selector { get => field ?? ""; init; }
}
