namespace Autoscale.Kubernetes.Models;

/// <summary>A core/v1 LimitRange: defaults and bounds for single objects of a namespace.</summary>
public sealed record LimitRange : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The rules.</summary>
    public LimitRangeSpec Spec { get => field ?? new(); init; }
}
