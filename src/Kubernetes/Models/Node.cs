namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 Node that Autoscale reads.</summary>
public sealed record Node : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The observed state.</summary>
    public NodeStatus Status { get => field ?? new(); init; }
}
