namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a core/v1 Secret that Autoscale reads.</summary>
public sealed record Secret : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>What the data is good for, e.g. kubernetes.io/tls; "" for the server's own choice, Opaque.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>The contents by key, base64 on the wire; null when there are none.</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }
}
