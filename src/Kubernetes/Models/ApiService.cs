namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of an apiregistration.k8s.io/v1 APIService that Autoscale reads.</summary>
public sealed record ApiService : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Who serves which group version.</summary>
    public ApiServiceSpec Spec { get => field ?? new(); init; }

    /// <summary>Whether it can be reached; null until somebody has looked.</summary>
    public ApiServiceStatus? Status { get; init; }
}
