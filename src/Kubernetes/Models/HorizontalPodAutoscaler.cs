namespace Autoscale.Kubernetes.Models;

/// <summary>An autoscaling/v2 HorizontalPodAutoscaler.</summary>
public sealed record HorizontalPodAutoscaler : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>What the user asked for.</summary>
    public HpaSpec Spec { get => field ?? new(); init; }

    /// <summary>What the controller last decided.</summary>
    public HpaStatus Status { get => field ?? new(); init; }
}
