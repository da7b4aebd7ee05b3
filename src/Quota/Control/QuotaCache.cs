using System.Collections.Concurrent;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>
/// The quotas of every namespace as newest known: the informer's copies, or what the API answered to our own writes while the
/// informer has not heard of it yet, so that back-to-back charges do not conflict. Reads take no locks.
/// </summary>
public sealed class QuotaCache
{
    private readonly Informer<ResourceQuota> _informer;
    private readonly ConcurrentDictionary<string, QuotaLedger> _ledgers = new(StringComparer.Ordinal);
    private readonly Lock _write = new();

    /// <summary>Follows an informer, which somebody else runs.</summary>
    public QuotaCache(Informer<ResourceQuota> informer)
    {
        _informer = informer;
        informer.Subscribe(Changed);
    }

    /// <summary>Whether the quotas of all namespaces are known.</summary>
    public bool HasSynced => _informer.HasSynced;

    /// <summary>Every quota.</summary>
    public IEnumerable<ResourceQuota> All => _ledgers.SelectMany(ledger => ledger.Value.Quotas);

    /// <summary>Returns when <see cref="HasSynced"/> is true.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _informer.WaitForSyncAsync(cancellationToken);

    /// <summary>The quotas of a namespace; null when it has none.</summary>
    public QuotaLedger? Find(string @namespace) => _ledgers.GetValueOrDefault(@namespace);

    /// <summary>Takes in a copy of a quota that the API answered with; one that is older, or of a quota that is gone, is of no use.</summary>
    public void Learn(ResourceQuota copy)
    {
        lock (_write)
        {
            if (Known(copy) is { } known && known.Metadata.Uid == copy.Metadata.Uid && ObjectVersion.IsNewer(copy.Metadata, known.Metadata))
            {
                Put(copy);
            }
        }
    }

    private void Changed(ObjectChange<ResourceQuota> change)
    {
        lock (_write)
        {
            var known = Known(change.Object);
            if (change.After is { } after)
            {
                if (known is null || ObjectVersion.IsNewer(after.Metadata, known.Metadata))
                {
                    Put(after);
                }
            }
            else if (known?.Metadata.Uid == change.Object.Metadata.Uid)
            {
                Remove(change.Object.Metadata);
            }
        }
    }

    private ResourceQuota? Known(ResourceQuota copy) =>
        Find(copy.Metadata.Namespace)?.Quotas.FirstOrDefault(quota => quota.Metadata.Name == copy.Metadata.Name);

    private void Put(ResourceQuota quota)
    {
        var @namespace = quota.Metadata.Namespace;
        _ledgers[@namespace] = Find(@namespace)?.With(quota) ?? QuotaLedger.Of([quota]);
    }

    private void Remove(ObjectMeta metadata)
    {
        var left = QuotaLedger.Of(Find(metadata.Namespace)?.Quotas.Where(quota => quota.Metadata.Name != metadata.Name) ?? []);
        if (left.Quotas.Count > 0)
        {
            _ledgers[metadata.Namespace] = left;
        }
        else
        {
            _ledgers.TryRemove(metadata.Namespace, out _);
        }
    }
}
