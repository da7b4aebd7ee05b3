using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>How many pods of one kind a quota has room for.</summary>
internal sealed class QuotaRoom
{
    private readonly IObjectCost _cost = new PodCost();
    private readonly GovernedObject _pod;
    private readonly ResourceVector _each;
    private readonly GovernedObject? _old;
    private readonly int _replaced;

    /// <summary>Asks for pods, so many of which take the place of old ones.</summary>
    public QuotaRoom(Pod pod, Pod? old, int replaced)
    {
        _pod = new("", "pods", pod);
        _each = _cost.Of(_pod, default);
        _old = old is null ? null : new("", "pods", old);
        _replaced = replaced;
    }

    /// <summary>Why the quota has no room for all that is wanted beside the pods that stay; null when it has.</summary>
    public string? Problem(ResourceQuota quota, WorkloadDemand demand, int kept)
    {
        var entry = new QuotaEntry(quota, 0, _cost);
        if (!entry.Sees(_pod))
        {
            return null;
        }

        var hard = quota.Status.Hard ?? QuotaAmounts.Nothing;
        if (_cost.Missing([.. hard.Keys.Where(_cost.Tracks)], _pod) is { } missing)
        {
            return $"would have its pods refused: failed quota: {quota.Metadata.Name}: {missing}";
        }

        var added = demand.Wanted - kept;
        var left = Left(entry, quota);
        var fits = entry.Limited(_each).Amounts
            .Select(each => (each.Key, each.Value, Left: left[each.Key], Count: Fits(each.Value, left[each.Key], added))).ToList();
        var least = fits.Select(fit => fit.Count).Append(added).Min();
        if (least == added)
        {
            return null;
        }

        var short_ = fits.Where(fit => fit.Count == least).Select(fit => $"{fit.Key} {fit.Value} each, {fit.Left} left of {hard[fit.Key]}");
        return $"would exceed quota {quota.Metadata.Name} at {kept + least + 1} of {demand.Wanted} {demand.Noun}: {string.Join("; ", short_)}";
    }

    /// <summary>For how many pods the quota has room, beside those that stay; at most so many.</summary>
    public int Count(ResourceQuota quota, int most)
    {
        var entry = new QuotaEntry(quota, 0, _cost);
        if (!entry.Sees(_pod))
        {
            return most;
        }

        if (entry.Obstacle(_pod) is not null)
        {
            return 0;
        }

        var left = Left(entry, quota);
        return entry.Limited(_each).Amounts.Select(each => Fits(each.Value, left[each.Key], most)).Append(most).Min();
    }

    /// <summary>The quota when so many of the pods have been made, and those that they replace are gone.</summary>
    public ResourceQuota Charged(ResourceQuota quota, int count)
    {
        var entry = new QuotaEntry(quota, 0, _cost);
        var freed = _old is not null && _replaced > 0 && entry.Sees(_old)
            ? QuotaUse.Less(quota, entry.Limited(_cost.Of(_old, default)) * _replaced)
            : quota;
        return entry.Sees(_pod) && count > 0 ? (entry with { Quota = freed }).Charged(entry.Limited(_each) * count) : freed;
    }

    // What is not used, and what the pods that go are charged at present.
    private ResourceVector Left(QuotaEntry entry, ResourceQuota quota)
    {
        var left = ResourceVector.From(quota.Status.Hard) - ResourceVector.From(quota.Status.Used);
        if (_old is not null && _replaced > 0 && entry.Sees(_old))
        {
            left += entry.Limited(_cost.Of(_old, default)) * _replaced;
        }

        return ResourceVector.Max(left, ResourceVector.Empty);
    }

    private static int Fits(Quantity each, Quantity left, int most)
    {
        var (low, high) = (0, most);
        while (low < high)
        {
            var middle = high - ((high - low) / 2);
            (low, high) = each * middle <= left ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
