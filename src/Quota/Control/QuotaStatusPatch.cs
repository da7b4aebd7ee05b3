using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>What changes in the status of a quota, if it is still of the version that it was decided from; null amounts are removed.</summary>
internal sealed record QuotaStatusPatch(QuotaStatusPatch.Version Metadata, QuotaStatusPatch.Amounts Status)
{
    /// <summary>The patch that takes the quota from one state to another; null when nothing differs.</summary>
    public static KubePatch? Between(ResourceQuota before, ResourceQuotaStatus after)
    {
        var hard = Changes(before.Status.Hard, after.Hard);
        var used = Changes(before.Status.Used, after.Used);
        return hard is null && used is null
            ? null
            : KubePatch.Merge(new QuotaStatusPatch(new(before.Metadata.ResourceVersion), new(hard, used)), QuotaJson.Default.QuotaStatusPatch);
    }

    private static Dictionary<string, Quantity?>? Changes(
        IReadOnlyDictionary<string, Quantity>? before, IReadOnlyDictionary<string, Quantity>? after)
    {
        var changes = (after ?? new Dictionary<string, Quantity>())
            .Where(amount => before is null || !before.TryGetValue(amount.Key, out var was) || was != amount.Value)
            .ToDictionary(amount => amount.Key, amount => (Quantity?)Faithful(amount.Value));
        foreach (var gone in before?.Keys.Where(name => after?.ContainsKey(name) != true) ?? [])
        {
            changes[gone] = null;
        }

        return changes.Count > 0 ? changes : null;
    }

    // Beyond a long Kubernetes' suffixes end, and so does what the canonical form of an amount says: exponents do not.
    private static Quantity Faithful(Quantity amount) =>
        amount.SaturatedValue is > long.MinValue and < long.MaxValue || Quantity.Parse(amount.ToString()) == amount
            ? amount
            : amount.WithFormat(QuantityFormat.DecimalExponent);

    internal sealed record Version(string ResourceVersion);

    internal sealed record Amounts(Dictionary<string, Quantity?>? Hard, Dictionary<string, Quantity?>? Used);
}
