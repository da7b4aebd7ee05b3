using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>The books of all namespaces that have quotas or what these count, and who puts the quotas into the queue that must be counted.</summary>
internal sealed class QuotaBooks(WorkQueue queue, QuotaOptions options, ClaimFacts claims, SteadyClock clock)
{
    private readonly ConcurrentDictionary<string, NamespaceBook> _books = new(StringComparer.Ordinal);

    /// <summary>The key of a quota.</summary>
    public static ObjectKey KeyOf(string @namespace, string name) => new("", nameof(ResourceQuota), @namespace, name);

    /// <summary>The book of a namespace; an empty one where nothing is to be kept.</summary>
    public NamespaceBook Of(string @namespace) => _books.GetValueOrDefault(@namespace) ?? new(options);

    /// <summary>How many books are kept.</summary>
    public int Count => _books.Count;

    /// <summary>Takes in a change of an object.</summary>
    public void Changed(GovernedObject subject, bool isGone)
    {
        if (claims.Changed(subject, isGone))
        {
            WakeAll(ClaimFacts.Claims);
        }

        var @namespace = subject.Model.Metadata.Namespace;
        Use(@namespace, book =>
        {
            foreach (var (quota, wait) in book.Changed(claims.With(subject, @namespace), isGone, clock.Now))
            {
                queue.AddAfter(KeyOf(@namespace, quota), wait);
            }
        });
    }

    /// <summary>Takes in a change of a quota.</summary>
    public void Changed(ObjectChange<ResourceQuota> change)
    {
        var (@namespace, name) = (change.Object.Metadata.Namespace, change.Object.Metadata.Name);
        Use(@namespace, book =>
        {
            if (change.After is not { } after)
            {
                book.Removed(change.Object);
            }
            else if (book.Changed(after, clock.Now) is { } wait)
            {
                queue.AddAfter(KeyOf(@namespace, name), wait);
            }
        });
    }

    /// <summary>Forgets the objects of a resource that nobody follows any more.</summary>
    public void Forget(GroupResource resource)
    {
        claims.Forget(resource);
        foreach (var @namespace in _books.Keys)
        {
            Use(@namespace, book => book.Forget(resource));
        }
    }

    /// <summary>Makes every quota be counted that counts a resource.</summary>
    public void WakeAll(GroupResource resource)
    {
        foreach (var (@namespace, book) in _books)
        {
            foreach (var quota in book.Wake(resource))
            {
                queue.Add(KeyOf(@namespace, quota));
            }
        }
    }

    /// <summary>
    /// Begins to answer for all quotas. Where another did before, what is seen at first may be what it acted upon already: it counts
    /// only once that would have been proved.
    /// </summary>
    public void Begin(bool hasPredecessor)
    {
        var now = clock.Now;
        foreach (var (@namespace, book) in _books)
        {
            foreach (var quota in book.Begin(now, hasPredecessor ? now.Steady + options.InFlight : now.Steady))
            {
                queue.Add(KeyOf(@namespace, quota));
            }
        }
    }

    // Books come and go with their namespaces: one that was closed in this moment is no longer the one to write in.
    private void Use(string @namespace, Action<NamespaceBook> use)
    {
        while (!_books.GetOrAdd(@namespace, _ => new(options)).TryUse(use, closed => _books.TryRemove(new(@namespace, closed))))
        {
        }
    }
}
