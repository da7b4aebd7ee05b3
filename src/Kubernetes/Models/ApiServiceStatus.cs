namespace Autoscale.Kubernetes.Models;

/// <summary>What the API server found when it looked at an aggregated server.</summary>
public sealed record ApiServiceStatus
{
    /// <summary>The conditions; the one that counts is Available.</summary>
    public IReadOnlyList<ApiServiceCondition> Conditions { get => field ?? []; init; }
}
