namespace Autoscale.Kubernetes.Models;

/// <summary>One condition on one scope of an object.</summary>
public sealed record ScopeRequirement
{
    /// <summary>The scope, e.g. PriorityClass.</summary>
    public string ScopeName { get => field ?? ""; init; }

    /// <summary>In, NotIn, Exists or DoesNotExist.</summary>
    public string Operator { get => field ?? ""; init; }

    /// <summary>The values of In and NotIn.</summary>
    public IReadOnlyList<string> Values { get => field ?? []; init; }
}
