namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a batch/v1 CronJob that Autoscale reads.</summary>
public sealed record CronJob : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The desired state.</summary>
    public CronJobSpec Spec { get => field ?? new(); init; }
}
