using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Which objects a quota is about: the scopes that all of them lie in.</summary>
internal static class QuotaScope
{
    public const string Terminating = "Terminating";
    public const string NotTerminating = "NotTerminating";
    public const string BestEffort = "BestEffort";
    public const string NotBestEffort = "NotBestEffort";
    public const string PriorityClass = "PriorityClass";
    public const string CrossNamespacePodAffinity = "CrossNamespacePodAffinity";
    public const string VolumeAttributesClass = "VolumeAttributesClass";

    /// <summary>Whether the object lies in every scope of the quota.</summary>
    public static bool Covers(ResourceQuota quota, IObjectCost cost, GovernedObject subject)
    {
        foreach (var scope in quota.Spec.Scopes)
        {
            if (!cost.IsIn(new() { ScopeName = scope, Operator = "Exists" }, subject))
            {
                return false;
            }
        }

        foreach (var requirement in quota.Spec.ScopeSelector?.MatchExpressions ?? [])
        {
            if (!cost.IsIn(requirement, subject))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether any of the names that an object has in a scope satisfies the requirement; without a name NotIn and DoesNotExist do.</summary>
    public static bool Matches(ScopeRequirement requirement, IReadOnlyList<string> names) => requirement.Operator switch
    {
        "Exists" => names.Count > 0,
        "DoesNotExist" => names.Count == 0,
        "In" => names.Any(requirement.Values.Contains),
        "NotIn" => names.Count == 0 || !names.All(requirement.Values.Contains),
        _ => false,
    };
}
