using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Arithmetic on what a quota says is used.</summary>
public static class QuotaUse
{
    /// <summary>What is used of the quota.</summary>
    public static ResourceVector Of(ResourceQuota quota) => ResourceVector.From(quota.Status.Used);

    /// <summary>The quota with other amounts used.</summary>
    public static ResourceQuota With(ResourceQuota quota, IReadOnlyDictionary<string, Quantity> used) =>
        quota with { Status = quota.Status with { Used = used } };

    /// <summary>The quota with so much less used of what it counts, but nothing below zero.</summary>
    public static ResourceQuota Less(ResourceQuota quota, ResourceVector released) =>
        With(quota, Of(quota).Amounts.ToDictionary(used => used.Key, used => Less(used.Value, released[used.Key])));

    /// <summary>The amounts of the second that differ from the first's, zero or absent counting the same only where both lack it.</summary>
    public static IReadOnlyDictionary<string, Quantity> Changed(ResourceQuota before, ResourceQuota after)
    {
        var old = before.Status.Used ?? new Dictionary<string, Quantity>();
        return (after.Status.Used ?? new Dictionary<string, Quantity>())
            .Where(used => !old.TryGetValue(used.Key, out var was) || was != used.Value)
            .ToDictionary();
    }

    /// <summary>How much more the second quota says is used than the first, resources that grew only.</summary>
    public static ResourceVector Growth(ResourceVector before, ResourceVector after) =>
        ResourceVector.From(after.Amounts.Where(used => used.Value > before[used.Key])
            .Select(used => KeyValuePair.Create(used.Key, used.Value - before[used.Key])));

    private static Quantity Less(Quantity used, Quantity released) =>
        released.Sign <= 0 ? used : used > released ? used - released : Quantity.Zero;
}
