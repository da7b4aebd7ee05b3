namespace Autoscale.Kubernetes.Models;

/// <summary>The desired limits of a quota.</summary>
public sealed record ResourceQuotaSpec
{
    /// <summary>Limit per resource name.</summary>
    public IReadOnlyDictionary<string, Quantity>? Hard { get; init; }

    /// <summary>Scopes that an object must all be in to count, e.g. BestEffort.</summary>
    public IReadOnlyList<string> Scopes { get => field ?? []; init; }

    /// <summary>Further conditions on the scopes of an object, all of which must hold.</summary>
    public ScopeSelector? ScopeSelector { get; init; }
}
