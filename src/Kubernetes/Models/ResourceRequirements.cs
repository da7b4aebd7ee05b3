namespace Autoscale.Kubernetes.Models;

/// <summary>Requests and limits per resource name.</summary>
public sealed record ResourceRequirements
{
    /// <summary>What is reserved; null when nothing is.</summary>
    public IReadOnlyDictionary<string, Quantity>? Requests { get; init; }

    /// <summary>What may be used at most; null when nothing is bounded.</summary>
    public IReadOnlyDictionary<string, Quantity>? Limits { get; init; }
}
