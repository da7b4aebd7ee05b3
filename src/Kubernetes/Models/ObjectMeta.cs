namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of metav1.ObjectMeta that Autoscale reads.</summary>
public sealed record ObjectMeta
{
    /// <summary>Name within the namespace.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Namespace, or "" for a cluster-scoped object.</summary>
    public string Namespace { get => field ?? ""; init; }

    /// <summary>Prefix of a name that the server completes.</summary>
    public string? GenerateName { get; init; }

    /// <summary>Identity in time and space, given by the server.</summary>
    public string Uid { get => field ?? ""; init; }

    /// <summary>Opaque version for optimistic concurrency.</summary>
    public string ResourceVersion { get => field ?? ""; init; }

    /// <summary>Counts the changes of the desired state.</summary>
    public long Generation { get; init; }

    /// <summary>When the server stored the object, in whole seconds.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When the object is due to be gone; set once deletion has begun.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds that the object was given to end; null until deletion has begun.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Labels; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Owners; null when there are none.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init => field = value?.Filled(); }

    /// <summary>Finalizers; null when there are none.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }
}
