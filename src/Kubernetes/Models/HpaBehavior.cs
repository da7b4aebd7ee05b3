namespace Autoscale.Kubernetes.Models;

/// <summary>Scaling rules per direction.</summary>
public sealed record HpaBehavior
{
    /// <summary>Rules on the way up.</summary>
    public HpaScalingRules? ScaleUp { get; init; }

    /// <summary>Rules on the way down.</summary>
    public HpaScalingRules? ScaleDown { get; init; }
}
