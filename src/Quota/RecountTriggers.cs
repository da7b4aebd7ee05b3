using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Which events make quotas be counted anew before their period is over, after pkg/controller/resourcequota and pkg/quota/v1/install.</summary>
public static class RecountTriggers
{
    /// <summary>Whether a change of an object makes the quotas that track it be counted anew; null old is an object that appeared, null new one that is gone.</summary>
    public static bool Wakes(GovernedObject? old, GovernedObject? @new, DateTimeOffset now) => (old, @new) switch
    {
        (null, _) => false,
        (_, null) => ObjectCosts.Find(old.GroupResource) is not null,
        ({ Model: Pod before }, { Model: Pod after }) => ChangesCost(before, after, now),
        ({ Model: Service before }, { Model: Service after }) => ServiceCost.TypeOf(before) != ServiceCost.TypeOf(after),
        // Upstream means to compare the storage that was set aside, and compares pointers to it, which always differ.
        ({ Model: PersistentVolumeClaim }, _) => true,
        _ => false,
    };

    /// <summary>Whether a quota tracks objects of a resource, by the limits that are in force.</summary>
    public static bool Concerns(ResourceQuota quota, GroupResource resource) =>
        ObjectCosts.Find(resource) is { } cost && (quota.Status.Hard?.Keys ?? []).Any(cost.Tracks);

    /// <summary>Whether a change of a quota makes it be counted anew: its wanted limits changed; null old is a quota that appeared.</summary>
    public static bool WakesQuota(ResourceQuota? old, ResourceQuota @new) =>
        old is null || !QuotaAmounts.AreSame(old.Spec.Hard, @new.Spec.Hard);

    /// <summary>Whether a change of a quota's status is none that charging or counting makes, so that it must be mended; upstream leaves that to the periodic recount.</summary>
    public static bool IsDamage(ResourceQuota old, ResourceQuota @new) =>
        QuotaAmounts.AreSame(old.Status.Hard, @new.Spec.Hard) && !QuotaAmounts.AreSame(@new.Status.Hard, @new.Spec.Hard)
        || (old.Status.Used ?? QuotaAmounts.Nothing).Keys.Any(name => @new.Status.Used?.ContainsKey(name) != true && @new.Spec.Hard?.ContainsKey(name) == true);

    private static bool ChangesCost(Pod before, Pod after, DateTimeOffset now) =>
        ReportsOther(before.Status.ContainerStatuses, after.Status.ContainerStatuses)
        || ReportsOther(before.Status.InitContainerStatuses, after.Status.InitContainerStatuses)
        || PodScope.IsTerminating(before) != PodScope.IsTerminating(after)
        || PodCost.IsAlive(before, now) && !PodCost.IsAlive(after, now);

    // Containers that are reported for the first time are left to the periodic recount, as upstream does.
    private static bool ReportsOther(IReadOnlyList<ContainerStatus> before, IReadOnlyList<ContainerStatus> after) => before.Any(old =>
        after.FirstOrDefault(status => status.Name == old.Name) is { } status && !AreSame(old.Resources, status.Resources));

    private static bool AreSame(ResourceRequirements? left, ResourceRequirements? right) =>
        left is null == right is null
        && QuotaAmounts.AreSame(left?.Requests, right?.Requests)
        && QuotaAmounts.AreSame(left?.Limits, right?.Limits);
}
