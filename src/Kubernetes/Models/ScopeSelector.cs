namespace Autoscale.Kubernetes.Models;

/// <summary>Conditions on the scopes of an object.</summary>
public sealed record ScopeSelector
{
    /// <summary>The conditions, all of which must hold.</summary>
    public IReadOnlyList<ScopeRequirement> MatchExpressions { get => field ?? []; init => field = value.Filled(); }
}
