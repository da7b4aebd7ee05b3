using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale;

/// <summary>
/// What the ResourceQuotas of a namespace leave for pods that grow. Scopes of pods that cannot grow (BestEffort) or that are seldom
/// right-sized (Terminating) are passed over; any other counts, since a pod that is evicted and then refused is lost.
/// </summary>
internal sealed class QuotaHeadroom(Informer<ResourceQuota> quotas) : IQuotaHeadroom
{
    private static readonly string[] OtherPods = ["BestEffort", "Terminating"];

    /// <inheritdoc />
    public string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits) => quotas.HasSynced
        ? Refuses(quotas.Cache.InNamespace(inNamespace), requests, limits)
        : "the quotas of the namespace are not known yet";

    /// <summary>Which of the quotas, by name, so much more does not fit into; null when it fits into all.</summary>
    internal static string? Refuses(IEnumerable<ResourceQuota> quotas, ResourceVector requests, ResourceVector limits)
    {
        (string Name, Quantity Amount)[] growths =
        [
            .. requests.Amounts.Select(amount => (amount.Key, amount.Value)),
            .. requests.Amounts.Select(amount => ($"requests.{amount.Key}", amount.Value)),
            .. limits.Amounts.Select(amount => ($"limits.{amount.Key}", amount.Value)),
        ];
        var refusals =
            from quota in quotas.Where(Counts).OrderBy(quota => quota.Metadata.Name, StringComparer.Ordinal)
            from growth in growths
            where growth.Amount > Quantity.Zero && quota.Spec.Hard?.ContainsKey(growth.Name) == true
            let left = Left(quota, growth.Name)
            where growth.Amount > left
            select $"quota {quota.Metadata.Name}: {growth.Name} {growth.Amount} of {left} left";
        return refusals.FirstOrDefault();
    }

    private static bool Counts(ResourceQuota quota) =>
        !quota.Spec.Scopes.Any(OtherPods.Contains)
        && quota.Spec.ScopeSelector?.MatchExpressions.Any(one => one.Operator == "Exists" && OtherPods.Contains(one.ScopeName)) != true;

    private static Quantity Left(ResourceQuota quota, string name)
    {
        var hard = quota.Spec.Hard?.GetValueOrDefault(name) ?? default;
        return Quantity.Max(hard - (quota.Status.Used?.GetValueOrDefault(name) ?? default), Quantity.Zero);
    }
}
