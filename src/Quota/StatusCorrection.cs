using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>
/// What a quota's status should become, where others charge it at the same time: raised to what the objects come to, lowered by
/// what was seen to be given up, and by more than that only on proof that nothing in flight is meant.
/// </summary>
public sealed record StatusCorrection
{
    /// <summary>The quota that is corrected.</summary>
    public required ResourceQuota Quota { get; init; }

    /// <summary>Its status as counted from the objects alone.</summary>
    public required ResourceQuotaStatus Counted { get; init; }

    /// <summary>What objects were seen to give up since the status was last corrected.</summary>
    public ResourceVector Released { get; init; } = ResourceVector.Empty;

    /// <summary>What the status may say beyond the objects: charges whose objects may yet appear, and what is given up but not yet acted upon.</summary>
    public ResourceVector Held { get; init; } = ResourceVector.Empty;

    /// <summary>By how much objects grew without anybody being asked to count that yet: so much the status may lie below the count.</summary>
    public ResourceVector Unasked { get; init; } = ResourceVector.Empty;

    /// <summary>True to raise to what is counted what is below that.</summary>
    public bool IsRaised { get; init; }

    /// <summary>True to take over the limits that the quota wants.</summary>
    public bool TakesLimits { get; init; }

    /// <summary>The status without regard to what cannot be explained.</summary>
    public ResourceQuotaStatus Status => new()
    {
        Hard = TakesLimits ? Counted.Hard : Quota.Status.Hard,
        Used = (Counted.Used ?? QuotaAmounts.Nothing)
            .Where(used => TakesLimits || Quota.Status.Used?.ContainsKey(used.Key) == true)
            .ToDictionary(used => used.Key, used => Corrected(used.Key, used.Value), StringComparer.Ordinal),
    };

    /// <summary>How much the status says is used beyond the objects and what is held.</summary>
    public ResourceVector Unexplained => QuotaUse.Growth(ResourceVector.From(Counted.Used) + Held, ResourceVector.From(Status.Used));

    /// <summary>How much the status says is used beyond the objects.</summary>
    public ResourceVector Surplus => QuotaUse.Growth(ResourceVector.From(Counted.Used), ResourceVector.From(Status.Used));

    /// <summary>The status without what cannot be explained; <paramref name="lag"/> is what objects use that the count has not seen.</summary>
    public ResourceQuotaStatus Reclaimed(ResourceVector lag)
    {
        var unexplained = (this with { Held = Held + lag }).Unexplained;
        return Status with { Used = Status.Used?.ToDictionary(used => used.Key, used => QuotaUse.Less(used.Value, unexplained[used.Key])) };
    }

    private Quantity Corrected(string name, Quantity counted)
    {
        if (Quota.Status.Used?.TryGetValue(name, out var used) != true)
        {
            return counted;
        }

        var left = QuotaUse.Less(used, Released[name]);
        var least = QuotaUse.Less(counted, Unasked[name]);

        // Of two ways to write the same amount the counted one, as upstream writes it.
        return counted == left ? counted : IsRaised && least > left ? least : left;
    }
}
