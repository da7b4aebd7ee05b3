namespace Autoscale.Kubernetes.Models;

/// <summary>The object that a Status is about, and the causes, metav1.StatusDetails.</summary>
public sealed record KubeStatusDetails
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>Its group.</summary>
    public string? Group { get; init; }

    /// <summary>Its kind, or its resource's plural name.</summary>
    public string? Kind { get; init; }

    /// <summary>Its uid.</summary>
    public string? Uid { get; init; }

    /// <summary>The single causes, one for each bad field of an invalid object.</summary>
    public IReadOnlyList<KubeStatusCause> Causes { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Seconds after which to try again; 0 when the server names none.</summary>
    public int RetryAfterSeconds { get; init; }
}
