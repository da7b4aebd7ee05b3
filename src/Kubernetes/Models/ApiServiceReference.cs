namespace Autoscale.Kubernetes.Models;

/// <summary>The service in front of an aggregated server.</summary>
public sealed record ApiServiceReference
{
    /// <summary>The service's namespace.</summary>
    public string Namespace { get => field ?? ""; init; }

    /// <summary>The service's name.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>The service's port; null for 443.</summary>
    public int? Port { get; init; }
}
