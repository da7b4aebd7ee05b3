namespace Autoscale.Kubernetes.Models;

/// <summary>One version of a group of the API.</summary>
public sealed record ApiVersion
{
    /// <summary>The version, e.g. v1.</summary>
    public string Version { get => field ?? ""; init; }
}
