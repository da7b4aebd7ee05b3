namespace Autoscale.Kubernetes.Models;

/// <summary>A core/v1 ResourceQuota: what the objects of a namespace may use together.</summary>
public sealed record ResourceQuota : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The limits that the user wants, and which objects count.</summary>
    public ResourceQuotaSpec Spec { get => field ?? new(); init; }

    /// <summary>The limits in force and what is used of them; admission reads these alone.</summary>
    public ResourceQuotaStatus Status { get => field ?? new(); init; }
}
