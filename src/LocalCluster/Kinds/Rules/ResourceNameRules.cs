using System.Collections.Frozen;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Rules;

/// <summary>The names of resources and the amounts that they may have, after pkg/apis/core/helper and its validation.</summary>
public static class ResourceNameRules
{
    private static readonly FrozenSet<string> Counted = new[]
    {
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
        "services.nodeports", "services.loadbalancers",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Quotas = Counted.Concat(
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "requests.storage",
        "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ]).ToFrozenSet();

    /// <summary>Checks the name of a resource of any kind; false when it is wrong.</summary>
    public static bool CheckName(FieldReport report, string name, string path)
    {
        var errors = NameRules.LabelKeyErrors(name);
        report.Invalid(path, name, errors);
        if (errors.Count == 0 && !IsQualified(name) && name != "storage" && !IsQuota(name))
        {
            report.Invalid(path, name, "must be a standard resource type or fully qualified");
            return false;
        }

        return errors.Count == 0;
    }

    /// <summary>Checks the name of a container's resource.</summary>
    public static void CheckContainerName(FieldReport report, string name, string path)
    {
        CheckName(report, name, path);
        if (!IsQualified(name))
        {
            if (name is not ("cpu" or "memory" or "ephemeral-storage") && !IsHugePages(name))
            {
                report.Invalid(path, name, "must be a standard resource for containers");
            }
        }
        else if (!IsNative(name) && !IsExtended(name))
        {
            report.Invalid(path, name, "doesn't follow extended resource name standard");
        }
    }

    /// <summary>Checks the name of a quota's resource.</summary>
    public static void CheckQuotaName(FieldReport report, string name, string path)
    {
        CheckName(report, name, path);
        if (!IsQualified(name) && !IsQuota(name))
        {
            report.Invalid(path, name, "must be a standard resource for quota");
        }
    }

    /// <summary>Checks that an amount is not negative, and whole where the resource is counted.</summary>
    public static void CheckAmount(FieldReport report, string resource, Quantity amount, string path)
    {
        if (amount.Sign < 0)
        {
            report.Invalid(path, amount.ToString(), "must be greater than or equal to 0");
        }

        if ((Counted.Contains(resource) || IsExtended(resource)) && amount.RoundUp(0) != amount)
        {
            report.Invalid(path, amount.ToString(), "must be an integer");
        }
    }

    /// <summary>Whether a quota knows the resource without a prefix.</summary>
    public static bool IsQuota(string name) => Quotas.Contains(name) ||
        IsHugePages(name) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    /// <summary>Whether the resource is huge pages of some size.</summary>
    public static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>Whether more of the resource may be limited than requested.</summary>
    public static bool MayOvercommit(string name) => IsNative(name) && !IsHugePages(name);

    /// <summary>Whether the resource is one of Kubernetes' own: without a domain, or with its.</summary>
    public static bool IsNative(string name) => !IsQualified(name) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsQualified(string name) => name.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether the name is that of a resource that a cluster has of its own.</summary>
    public static bool IsExtended(string name) => !IsNative(name) && !name.StartsWith("requests.", StringComparison.Ordinal) &&
        NameRules.LabelKeyErrors($"requests.{name}").Count == 0;
}
