namespace Autoscale.Kubernetes.Models;

/// <summary>Names the owner of an object in the same namespace.</summary>
public sealed record OwnerReference
{
    /// <summary>Group and version of the owner.</summary>
    public string ApiVersion { get => field ?? ""; init; }

    /// <summary>Kind of the owner.</summary>
    public string Kind { get => field ?? ""; init; }

    /// <summary>Name of the owner.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Uid of the owner.</summary>
    public string Uid { get => field ?? ""; init; }

    /// <summary>True for the one owner that manages the object.</summary>
    public bool Controller { get; init; }

    /// <summary>True when the owner's foreground deletion waits for the object.</summary>
    public bool BlockOwnerDeletion { get; init; }
}
