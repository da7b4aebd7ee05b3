namespace Autoscale.Kubernetes.Models;

/// <summary>A container that runs.</summary>
public sealed record RunningState
{
    /// <summary>Since when; null where the node did not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
