namespace Autoscale.Vpa.Models;

/// <summary>A condition of evictions: the change must go this way for at least one of the resources.</summary>
public sealed record EvictionRequirement
{
    /// <summary>The resources, cpu or memory.</summary>
    public IReadOnlyList<string> Resources { get => field ?? []; init; }

    /// <summary>TargetHigherThanRequests or TargetLowerThanRequests.</summary>
    public string ChangeRequirement { get => field ?? ""; init; }
}
