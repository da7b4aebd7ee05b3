namespace Autoscale.Kubernetes.Models;

/// <summary>The limits in force and what is used of them.</summary>
public sealed record ResourceQuotaStatus
{
    /// <summary>Limit per resource name; null until the status was first computed.</summary>
    public IReadOnlyDictionary<string, Quantity>? Hard { get; init; }

    /// <summary>Use per resource name; null until the status was first computed.</summary>
    public IReadOnlyDictionary<string, Quantity>? Used { get; init; }
}
