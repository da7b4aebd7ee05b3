using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Arithmetic on what a quota says is used.</summary>
public static class QuotaUse
{
    /// <summary>What is used of the quota.</summary>
    public static ResourceVector Of(ResourceQuota quota) => ResourceVector.From(quota.Status.Used);

    /// <summary>The quota with so much less used of what it counts, but nothing below zero.</summary>
    public static ResourceQuota Less(ResourceQuota quota, ResourceVector released) => quota with
    {
        Status = quota.Status with { Used = Of(quota).Amounts.ToDictionary(used => used.Key, used => Less(used.Value, released[used.Key])) },
    };

    /// <summary>The amount less the other, but not below zero.</summary>
    public static Quantity Less(Quantity amount, Quantity other) =>
        other.Sign <= 0 ? amount : amount > other ? amount - other : Quantity.Zero;

    /// <summary>How much more the second has than the first, of each resource of which it is more.</summary>
    public static ResourceVector Growth(ResourceVector before, ResourceVector after) => ResourceVector.From(
        after.Amounts.Where(amount => amount.Value > before[amount.Key])
            .Select(amount => KeyValuePair.Create(amount.Key, amount.Value - before[amount.Key])));

    /// <summary>What an object uses of what the quota wants limited; nothing when it is out of the quota's sight, or null.</summary>
    public static ResourceVector CostOf(GovernedObject? subject, ResourceQuota quota, DateTimeOffset now) =>
        subject is not null && QuotaRecount.CostOf(quota, subject, now) is { Amounts.Count: > 0 } cost
            ? ResourceVector.From(cost.Amounts.Where(amount => quota.Spec.Hard?.ContainsKey(amount.Key) == true))
            : ResourceVector.Empty;
}
