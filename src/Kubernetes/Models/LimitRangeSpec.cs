namespace Autoscale.Kubernetes.Models;

/// <summary>The rules of a limit range.</summary>
public sealed record LimitRangeSpec
{
    /// <summary>One item per type, in the order in which they are enforced.</summary>
    public IReadOnlyList<LimitRangeItem> Limits { get => field ?? []; init => field = value.Filled(); }
}
