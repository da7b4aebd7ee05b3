namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 ConfigMap that Autoscale reads.</summary>
public sealed record ConfigMap : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The texts by key; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Data { get => field ?? new Dictionary<string, string>(); init; }
}
