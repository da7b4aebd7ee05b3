namespace Autoscale.Kubernetes.Models;

/// <summary>Names an object in the namespace of the referrer.</summary>
public sealed record CrossVersionObjectReference
{
    /// <summary>Kind, e.g. Deployment.</summary>
    public string Kind { get => field ?? ""; init; }

    /// <summary>Name.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Group and version, e.g. apps/v1.</summary>
    public string ApiVersion { get => field ?? ""; init; }
}
