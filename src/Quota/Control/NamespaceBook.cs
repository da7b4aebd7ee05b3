using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>
/// The objects of one namespace and what is known of its quotas, under one lock: what an object gave up is noted in the same moment
/// in which it is no longer counted, so that nothing is released twice.
/// </summary>
internal sealed class NamespaceBook(QuotaOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GroupResource, Dictionary<string, GovernedObject>> _objects = [];
    private readonly Dictionary<string, QuotaAccount> _accounts = new(StringComparer.Ordinal);
    private DateTimeOffset _trustedFrom;

    /// <summary>Takes in a change of an object; returns the quotas that must be counted because of it.</summary>
    public IReadOnlyList<string> Changed(GovernedObject subject, bool isGone, DateTimeOffset now)
    {
        lock (_lock)
        {
            var objects = ObjectsOf(subject.GroupResource);
            var before = objects.GetValueOrDefault(subject.Name);
            var after = isGone ? null : subject;
            if (after is null)
            {
                objects.Remove(subject.Name);
            }
            else
            {
                objects[subject.Name] = after;
            }

            var wakes = RecountTriggers.Wakes(before, after, now);
            return [.. _accounts.Where(account => Note(account.Value, (before, after), wakes, now)).Select(account => account.Key)];
        }
    }

    /// <summary>Takes in a copy of a quota; returns whether it is to be counted now (zero) or later, or null for neither.</summary>
    public TimeSpan? Changed(ResourceQuota quota, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(quota.Metadata.Name, out var account))
            {
                account = _accounts[quota.Metadata.Name] = new(quota);
                account.Begin(now);
                return TimeSpan.Zero;
            }

            account.Observe(quota, now);
            account.Charges.Forget(now - options.InFlight - QuotaOptions.ProofLimit);
            return account.IsAwake ? TimeSpan.Zero : account.Charges.Oldest is null ? null : options.InFlight;
        }
    }

    /// <summary>Forgets a quota that is gone.</summary>
    public void Removed(ResourceQuota quota)
    {
        lock (_lock)
        {
            if (_accounts.GetValueOrDefault(quota.Metadata.Name)?.Quota.Metadata.Uid == quota.Metadata.Uid)
            {
                _accounts.Remove(quota.Metadata.Name);
            }
        }
    }

    /// <summary>Makes the quotas be counted that count a resource; returns them.</summary>
    public IReadOnlyList<string> Wake(GroupResource resource)
    {
        lock (_lock)
        {
            var concerned = _accounts.Where(account => QuotaRecount.Needs(account.Value.Quota).Contains(resource)).ToList();
            concerned.ForEach(account => account.Value.Wake());
            return [.. concerned.Select(account => account.Key)];
        }
    }

    /// <summary>Forgets the objects of a resource that nobody follows any more.</summary>
    public void Forget(GroupResource resource)
    {
        lock (_lock)
        {
            _objects.Remove(resource);
        }
    }

    /// <summary>Begins to answer for the quotas; what is seen before the time given may have been acted upon by another already.</summary>
    public IReadOnlyList<string> Begin(DateTimeOffset now, DateTimeOffset trustedFrom)
    {
        lock (_lock)
        {
            _trustedFrom = trustedFrom;
            foreach (var account in _accounts.Values)
            {
                account.Begin(now);
            }

            return [.. _accounts.Keys];
        }
    }

    /// <summary>The newest copy of a quota; null when it is gone.</summary>
    public ResourceQuota? Find(string quota)
    {
        lock (_lock)
        {
            return _accounts.GetValueOrDefault(quota)?.Quota;
        }
    }

    /// <summary>
    /// Decides what shall become of a quota's status; null when it is gone. <paramref name="live"/> are the objects as the API has
    /// them since the given moment or later, in place of which the caches' own may stand.
    /// </summary>
    public StatusPlan? Plan(string quota, IReadOnlyCollection<GroupResource> listed, DateTimeOffset now, IReadOnlyList<GovernedObject>? live = null)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(quota, out var account) ? Plan(account, listed, now, live) : null;
        }
    }

    /// <summary>Notes what became of a plan: the status as stored, or null when it may or may not have been stored.</summary>
    public void Settle(string quota, StatusPlan plan, ResourceQuota? stored, DateTimeOffset nextResync)
    {
        lock (_lock)
        {
            if (_accounts.GetValueOrDefault(quota) is not { } account)
            {
                return;
            }

            // What may have been released must not be released again; if it was not, proof will be asked for later.
            account.Released = QuotaUse.Growth(plan.Correction.Released, account.Released);
            if (stored is null)
            {
                return;
            }

            account.Wrote(stored);
            account.Answer(plan.Wakes);
            account.Resync = plan.Correction.TakesLimits ? nextResync : account.Resync;
            account.Recheck = plan.IsRecheck ? null : account.Recheck;
            account.Double = plan.Again is null ? DoubleCharge.Unseen : account.Double;
        }
    }

    private StatusPlan Plan(QuotaAccount account, IReadOnlyCollection<GroupResource> listed, DateTimeOffset now, IReadOnlyList<GovernedObject>? live)
    {
        var isWhole = account.IsAwake || now >= account.Resync;
        if (isWhole)
        {
            (account.Released, account.Withheld) = (account.Released + account.Withheld, ResourceVector.Empty);
        }

        var quota = account.Quota;
        var counted = QuotaRecount.Count(quota, listed, listed.SelectMany(resource => ObjectsOf(resource).Values), now);
        if (isWhole && counted.Used?.Keys.Any(name => quota.Status.Used?.ContainsKey(name) != true) == true)
        {
            account.Recheck = now + options.InFlight;
        }

        var correction = new StatusCorrection
        {
            Quota = quota,
            Counted = counted,
            Released = account.Released,
            Held = account.Withheld + account.Charges.Since(now - options.InFlight),
            IsRaised = isWhole || now >= account.Recheck,
            TakesLimits = isWhole,
        };
        var isQuiet = account.Charges.Oldest is null;
        return new(correction, account.Wakes, live is null ? null : Lag(quota, live, now))
        {
            Again = AgainAt(account, correction, now),
            Resync = account.Resync,
            IsRecheck = now >= account.Recheck,
            IsDouble = isQuiet && account.Double.IsEvident,
        };
    }

    private DateTimeOffset? AgainAt(QuotaAccount account, StatusCorrection correction, DateTimeOffset now)
    {
        var held = correction.Surplus.Amounts.Count > 0 ? account.Charges.Oldest + options.InFlight : null;
        var recheck = now >= account.Recheck ? null : account.Recheck;
        return held is null || recheck < held ? recheck : held;
    }

    // What wakes nobody is held back, together with whatever else comes: upstream's controller does not look before something wakes it.
    private bool Note(QuotaAccount account, (GovernedObject? Before, GovernedObject? After) change, bool wakes, DateTimeOffset now)
    {
        var before = QuotaUse.CostOf(change.Before, account.Quota, now);
        var after = QuotaUse.CostOf(change.After, account.Quota, now);
        if (QuotaUse.Growth(before, after) is { Amounts.Count: > 0 } growth)
        {
            account.Double = account.Double.WithObject(growth);
        }

        var isConcerned = wakes && RecountTriggers.Concerns(account.Quota, (change.After ?? change.Before)!.GroupResource);
        if (now >= _trustedFrom)
        {
            var released = QuotaUse.Growth(after, before);
            account.Released = isConcerned ? account.Released + released : account.Released;
            account.Withheld = isConcerned ? account.Withheld : account.Withheld + released;
        }

        if (isConcerned)
        {
            account.Wake();
        }

        return isConcerned;
    }

    private ResourceVector Lag(ResourceQuota quota, IReadOnlyList<GovernedObject> live, DateTimeOffset now) => live.Aggregate(
        ResourceVector.Empty,
        (sum, subject) => sum + QuotaUse.Growth(
            QuotaUse.CostOf(ObjectsOf(subject.GroupResource).GetValueOrDefault(subject.Name), quota, now),
            QuotaUse.CostOf(subject, quota, now)));

    private Dictionary<string, GovernedObject> ObjectsOf(GroupResource resource)
    {
        if (!_objects.TryGetValue(resource, out var objects))
        {
            objects = _objects[resource] = new(StringComparer.Ordinal);
        }

        return objects;
    }
}
