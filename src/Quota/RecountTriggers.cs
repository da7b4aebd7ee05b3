using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Which events make quotas be counted anew before their period is over, after pkg/controller/resourcequota.</summary>
public static class RecountTriggers
{
    /// <summary>Whether a change of an object makes the quotas of its namespace that track it be counted anew; null old is an object that appeared, null new one that is gone.</summary>
    public static bool Wakes(GovernedObject? old, GovernedObject? @new) => old is not null;

    /// <summary>Whether a change of a quota makes it be counted anew; null old is a quota that appeared.</summary>
    public static bool WakesQuota(ResourceQuota? old, ResourceQuota @new) => true;
}
