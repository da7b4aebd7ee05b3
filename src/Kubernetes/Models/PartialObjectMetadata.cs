namespace Autoscale.Kubernetes.Models;

/// <summary>Any object of which only the metadata matters.</summary>
public sealed record PartialObjectMetadata : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }
}
