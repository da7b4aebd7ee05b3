using System.Collections.Immutable;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>The quotas of one namespace and what they say about a write; a charge makes a new ledger.</summary>
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
    public QuotaVerdict Charge(QuotaWrite write, DateTimeOffset now) => new() { Ledger = this };
}
