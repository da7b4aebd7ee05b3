using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What the status of a quota should be, counted anew from the objects of its namespace, after pkg/controller/resourcequota.</summary>
public static class QuotaRecount
{
    /// <summary>The resources whose objects must be listed, whether the API serves them or not, each once.</summary>
    public static IReadOnlyList<GroupResource> Needs(ResourceQuota quota) =>
        [.. (quota.Spec.Hard ?? QuotaAmounts.Nothing).Keys.SelectMany(ObjectCosts.TrackedBy).Distinct()];

    /// <summary>
    /// The status counted from all objects of the listed resources. What depends on a resource that was not listed stays as it is: absent,
    /// where it was never counted. A resource that the API does not serve counts as listed only where nothing can be of it (resource claims).
    /// </summary>
    public static ResourceQuotaStatus Count(
        ResourceQuota quota, IReadOnlyCollection<GroupResource> listed, IEnumerable<GovernedObject> objects, DateTimeOffset now)
    {
        var hard = quota.Spec.Hard ?? QuotaAmounts.Nothing;
        var sums = hard.Keys.Where(name => IsCountable(name, listed)).ToDictionary(name => name, _ => Quantity.Zero, StringComparer.Ordinal);
        foreach (var subject in objects)
        {
            Add(sums, CostOf(quota, subject, now));
        }

        var former = quota.Status.Used ?? QuotaAmounts.Nothing;
        foreach (var name in hard.Keys.Where(name => !sums.ContainsKey(name) && former.ContainsKey(name)).ToList())
        {
            sums[name] = former[name];
        }

        return new() { Hard = hard, Used = sums };
    }

    /// <summary>Whether a counted status differs from what the quota has, so that it must be written.</summary>
    public static bool Changes(ResourceQuota quota, ResourceQuotaStatus counted) =>
        !QuotaAmounts.AreSame(quota.Status.Hard, counted.Hard) || !QuotaAmounts.AreSame(quota.Status.Used, counted.Used);

    /// <summary>What an object uses up, limited or not; nothing when the quota wants no limit on such objects, or this one is out of its sight.</summary>
    internal static ResourceVector CostOf(ResourceQuota quota, GovernedObject subject, DateTimeOffset now) =>
        ObjectCosts.Find(subject.GroupResource) is { } cost
        && (quota.Spec.Hard ?? QuotaAmounts.Nothing).Keys.Any(name => cost.Tracks(name, subject))
        && QuotaScope.Covers(quota, cost, subject)
            ? cost.Of(subject, now)
            : ResourceVector.Empty;

    private static bool IsCountable(string name, IReadOnlyCollection<GroupResource> listed)
    {
        var tracked = ObjectCosts.TrackedBy(name).ToList();
        return tracked.Count > 0 && tracked.All(listed.Contains);
    }

    private static void Add(Dictionary<string, Quantity> sums, ResourceVector cost)
    {
        foreach (var (name, amount) in cost.Amounts)
        {
            if (sums.TryGetValue(name, out var sum))
            {
                sums[name] = sum + amount;
            }
        }
    }
}
