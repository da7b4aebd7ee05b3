using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What the status of a quota should be, counted anew from the objects of its namespace.</summary>
public static class QuotaRecount
{
    /// <summary>The resources whose objects must be listed, whether the API serves them or not.</summary>
    public static IReadOnlyList<GroupResource> Needs(ResourceQuota quota) => [];

    /// <summary>The status counted from all objects of the listed resources; amounts that depend on a resource that could not be listed stay as they are.</summary>
    public static ResourceQuotaStatus Count(
        ResourceQuota quota, IReadOnlyCollection<GroupResource> listed, IEnumerable<GovernedObject> objects, DateTimeOffset now) =>
        new() { Hard = quota.Spec.Hard, Used = quota.Status.Used };

    /// <summary>Whether a counted status differs from what the quota has, so that it must be written.</summary>
    public static bool Changes(ResourceQuota quota, ResourceQuotaStatus counted) => false;
}
