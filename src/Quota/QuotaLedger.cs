using System.Collections.Immutable;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>
/// The quotas of one namespace and what they say about a write, after the built-in admission plugin ResourceQuota; a charge makes a new ledger.
/// They are asked in the order of their names, where upstream's order is arbitrary, and only by their status: what the controller has put in force.
/// </summary>
public sealed class QuotaLedger
{
    private readonly ImmutableArray<ResourceQuota> _quotas;

    private QuotaLedger(ImmutableArray<ResourceQuota> quotas) => _quotas = quotas;

    /// <summary>The quotas, ordered by name: the order in which they are asked.</summary>
    public IReadOnlyList<ResourceQuota> Quotas => _quotas;

    /// <summary>Takes the quotas of one namespace, in any order.</summary>
    public static QuotaLedger Of(IEnumerable<ResourceQuota> quotas) =>
        new([.. quotas.OrderBy(quota => quota.Metadata.Name, StringComparer.Ordinal)]);

    /// <summary>The ledger with one quota in the place of its namesake, or in addition where there is none.</summary>
    public QuotaLedger With(ResourceQuota fresher) =>
        Of(_quotas.Where(quota => quota.Metadata.Name != fresher.Metadata.Name).Append(fresher));

    /// <summary>Judges a write and charges it; a refusal, like a charge of nothing, leaves the ledger as it is.</summary>
    public QuotaVerdict Charge(QuotaWrite write, DateTimeOffset now)
    {
        if (_quotas.IsEmpty || ObjectCosts.Find(write.New.GroupResource) is not { } cost || !cost.Handles(write))
        {
            return new() { Ledger = this };
        }

        List<QuotaEntry> concerned = new(_quotas.Length);
        for (var index = 0; index < _quotas.Length; index++)
        {
            var entry = new QuotaEntry(_quotas[index], index, cost);
            if (!entry.Sees(write.New))
            {
                continue;
            }

            if (entry.Obstacle(write.New) is { } obstacle)
            {
                return Refuse(obstacle);
            }

            concerned.Add(entry);
        }

        var usage = cost.Of(write.New, now);
        var negative = usage.Amounts.Where(amount => amount.Value.Sign < 0).Select(amount => amount.Key).ToList();
        return negative.Count > 0
            ? Refuse($"quota usage is negative for resource(s): {string.Join(',', negative)}")
            : Charge(concerned, write, usage, write.Old is { } old ? ResourceVector.Max(usage - cost.Of(old, now), ResourceVector.Empty) : usage);
    }

    // The growth is what quotas that already saw the old object are charged; one that sees the object anew is charged all of it.
    private QuotaVerdict Charge(List<QuotaEntry> concerned, QuotaWrite write, ResourceVector usage, ResourceVector growth)
    {
        Dictionary<string, ResourceVector>? charges = null;
        var quotas = _quotas;
        foreach (var entry in concerned)
        {
            var charge = entry.Limited(write.Old is { } old && entry.Sees(old) ? growth : usage);
            if (charge.Amounts.Count == 0)
            {
                continue;
            }

            // What a status says has happened already: it cannot be refused, but it counts.
            if (write.Subresource != "status" && entry.Excess(charge) is { } excess)
            {
                return Refuse(excess);
            }

            charges ??= new(StringComparer.Ordinal);
            charges[entry.Quota.Metadata.Name] = charge;
            quotas = quotas.SetItem(entry.Index, entry.Charged(charge));
        }

        return charges is null ? new() { Ledger = this } : new() { Ledger = new(quotas), Charges = charges };
    }

    private QuotaVerdict Refuse(string why) => new() { Ledger = this, Refusal = why };
}
