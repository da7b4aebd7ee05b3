namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 Namespace that Autoscale reads.</summary>
public sealed record KubeNamespace : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }
}
