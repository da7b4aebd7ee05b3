namespace Autoscale.Kubernetes.Models;

/// <summary>Names an object that an event is about.</summary>
public sealed record ObjectReference
{
    /// <summary>Group and version of the object.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind of the object.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace of the object, or null for a cluster-scoped one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>Uid of the object.</summary>
    public string? Uid { get; init; }

    /// <summary>Version of the object that was seen.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Part of the object, e.g. "spec.containers{app}".</summary>
    public string? FieldPath { get; init; }
}
