namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 Service that Autoscale reads.</summary>
public sealed record Service : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>How the service is reached.</summary>
    public ServiceSpec Spec { get => field ?? new(); init; }
}
