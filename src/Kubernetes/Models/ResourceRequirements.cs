namespace Autoscale.Kubernetes.Models;

/// <summary>Requests and limits per resource name.</summary>
public sealed record ResourceRequirements
{
    /// <summary>What is reserved; null when nothing is.</summary>
    public IReadOnlyDictionary<string, Quantity>? Requests { get; init; }

    /// <summary>What may be used at most; null when nothing is bounded.</summary>
    public IReadOnlyDictionary<string, Quantity>? Limits { get; init; }

    /// <summary>The request, or the limit that stands for it where there is none; null where neither is.</summary>
    public Quantity? Amount(string resource) =>
        Requests is not null && Requests.TryGetValue(resource, out var request) ? request
        : Limits is not null && Limits.TryGetValue(resource, out var limit) ? limit
        : null;
}
