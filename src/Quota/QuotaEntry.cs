using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>One quota of a ledger as it looks at objects of one resource.</summary>
/// <param name="Quota">The quota.</param>
/// <param name="Index">Its place in the ledger.</param>
/// <param name="Cost">How the objects count.</param>
internal readonly record struct QuotaEntry(ResourceQuota Quota, int Index, IObjectCost Cost)
{
    private IReadOnlyDictionary<string, Quantity> Hard => Quota.Status.Hard ?? QuotaAmounts.Nothing;

    private IReadOnlyDictionary<string, Quantity> Used => Quota.Status.Used ?? QuotaAmounts.Nothing;

    /// <summary>Whether the quota limits such objects, and this one lies in its scopes.</summary>
    public bool Sees(GovernedObject subject)
    {
        foreach (var name in Hard.Keys)
        {
            if (Cost.Tracks(name, subject))
            {
                return QuotaScope.Covers(Quota, Cost, subject);
            }
        }

        return false;
    }

    /// <summary>Why no object like this can be admitted, whatever it uses: it does not say how much that is, or what is used was never counted; null when it can.</summary>
    public string? Obstacle(GovernedObject subject)
    {
        List<string> limited = new(Hard.Count);
        var counted = true;
        foreach (var name in Hard.Keys)
        {
            if (Cost.Tracks(name, subject))
            {
                limited.Add(name);
                counted &= Used.ContainsKey(name);
            }
        }

        if (Cost.Missing(limited, subject) is { } missing)
        {
            return $"failed quota: {Quota.Metadata.Name}: {missing}";
        }

        limited.Sort(StringComparer.Ordinal);
        return counted ? null : $"status unknown for quota: {Quota.Metadata.Name}, resources: {string.Join(',', limited)}";
    }

    /// <summary>The part of a charge that the quota limits, without zeros.</summary>
    public ResourceVector Limited(ResourceVector charge)
    {
        var hard = Hard;
        List<KeyValuePair<string, Quantity>> limited = new(charge.Amounts.Count);
        foreach (var amount in charge.Amounts)
        {
            if (!amount.Value.IsZero && hard.ContainsKey(amount.Key))
            {
                limited.Add(amount);
            }
        }

        return ResourceVector.From(limited);
    }

    /// <summary>What a charge exceeds, in the words of the API server; null when it fits. What is exceeded already but not charged does not matter.</summary>
    public string? Excess(ResourceVector charge)
    {
        List<string>? exceeded = null;
        foreach (var (name, amount) in charge.Amounts)
        {
            if (Used.GetValueOrDefault(name) + amount > Hard[name])
            {
                (exceeded ??= []).Add(name);
            }
        }

        return exceeded is null
            ? null
            : $"exceeded quota: {Quota.Metadata.Name}, requested: {Text(exceeded, charge.Amounts)}, used: {Text(exceeded, Used)}, limited: {Text(exceeded, Hard)}";
    }

    /// <summary>The quota with the charge added to what is used.</summary>
    public ResourceQuota Charged(ResourceVector charge)
    {
        Dictionary<string, Quantity> used = new(Used, StringComparer.Ordinal);
        foreach (var (name, amount) in charge.Amounts)
        {
            used[name] = used.TryGetValue(name, out var before) ? before + amount : amount;
        }

        return Quota with { Status = Quota.Status with { Used = used } };
    }

    private static string Text(List<string> names, IReadOnlyDictionary<string, Quantity> amounts) =>
        string.Join(',', names.Where(amounts.ContainsKey).Select(name => $"{name}={amounts[name]}"));
}
