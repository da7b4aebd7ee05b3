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
    private TimeSpan _trustedFrom;
    private bool _isClosed;

    /// <summary>Lets the book be used, and closes it when nothing is left in it; false when it was closed before.</summary>
    public bool TryUse(Action<NamespaceBook> use, Action<NamespaceBook> closed)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            use(this);
            if (_accounts.Count == 0 && _objects.Values.All(objects => objects.Count == 0))
            {
                _isClosed = true;
                closed(this);
            }

            return true;
        }
    }

    /// <summary>Takes in a change of an object; returns the quotas that must be counted because of it, and how soon.</summary>
    public IReadOnlyList<(string Quota, TimeSpan Wait)> Changed(GovernedObject subject, bool isGone, Moment now)
    {
        lock (_lock)
        {
            var objects = ObjectsOf(subject.GroupResource);
            var before = objects.GetValueOrDefault(subject.Name);
            var after = isGone ? null : subject;
            if (after is null)
            {
                objects.Remove(subject.Name);
                if (objects.Count == 0)
                {
                    // A namespace that was large once must not stay so in memory.
                    _objects.Remove(subject.GroupResource);
                }
            }
            else
            {
                objects[subject.Name] = after;
            }

            var wakes = RecountTriggers.Wakes(before, after, now.Now);
            var noted = new List<(string Quota, TimeSpan Wait)>();
            foreach (var (name, account) in _accounts)
            {
                if (Note(account, (before, after), wakes, now) is { } wait)
                {
                    noted.Add((name, wait));
                }
            }

            return noted;
        }
    }

    /// <summary>Takes in a copy of a quota; returns whether it is to be counted now (zero) or later, or null for neither.</summary>
    public TimeSpan? Changed(ResourceQuota quota, Moment now)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(quota.Metadata.Name, out var account))
            {
                account = _accounts[quota.Metadata.Name] = new(quota);
                account.Begin(now.Steady);
                return TimeSpan.Zero;
            }

            account.Observe(quota, now.Steady);
            account.Charges.Forget(now.Steady - options.InFlight - QuotaOptions.ProofLimit);
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
    public IReadOnlyList<string> Begin(Moment now, TimeSpan trustedFrom)
    {
        lock (_lock)
        {
            _trustedFrom = trustedFrom;
            foreach (var account in _accounts.Values)
            {
                account.Begin(now.Steady);
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
    public StatusPlan? Plan(string quota, IReadOnlyCollection<GroupResource> listed, Moment now, IReadOnlyList<GovernedObject>? live = null)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(quota, out var account) ? Plan(account, listed, now, live) : null;
        }
    }

    /// <summary>Notes what became of a plan: the status as stored, or null when it may or may not have been stored.</summary>
    public void Settle(string quota, StatusPlan plan, ResourceQuota? stored, TimeSpan nextResync)
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
            account.Double = plan.Again is null ? account.Double.Settled : account.Double;
        }
    }

    private StatusPlan Plan(QuotaAccount account, IReadOnlyCollection<GroupResource> listed, Moment now, IReadOnlyList<GovernedObject>? live)
    {
        var isWhole = account.IsAwake || now.Steady >= account.Resync;
        if (isWhole)
        {
            account.Released += account.Withheld;
            (account.Withheld, account.Unasked) = (ResourceVector.Empty, ResourceVector.Empty);
        }

        var quota = account.Quota;
        var counted = QuotaRecount.Count(quota, listed, listed.SelectMany(resource => ObjectsOf(resource).Values), now.Now);
        if (isWhole && counted.Used?.Keys.Any(name => quota.Status.Used?.ContainsKey(name) != true) == true)
        {
            account.Recheck = now.Steady + options.InFlight;
        }

        var correction = new StatusCorrection
        {
            Quota = quota,
            Counted = counted,
            Released = account.Released,
            Held = account.Withheld + account.Charges.Since(now.Steady - options.InFlight),
            Unasked = account.Unasked,
            IsRaised = isWhole || now.Steady >= account.Recheck,
            TakesLimits = isWhole,
        };
        var isQuiet = account.Charges.Oldest is null;
        return new(correction, account.Wakes, live is null ? null : Lag(quota, live, now))
        {
            Again = AgainAt(account, correction, now),
            Resync = account.Resync,
            IsRecheck = now.Steady >= account.Recheck,
            IsDouble = isQuiet && account.Double.IsEvident,
            IsSingle = isQuiet && account.Double.IsRefuted,
        };
    }

    private TimeSpan? AgainAt(QuotaAccount account, StatusCorrection correction, Moment now)
    {
        var held = correction.Surplus.Amounts.Count > 0 ? account.Charges.Oldest + options.InFlight : null;
        var recheck = now.Steady >= account.Recheck ? null : account.Recheck;
        return held is null || recheck < held ? recheck : held;
    }

    // What wakes nobody is held back, together with whatever else comes: upstream's controller does not look before something wakes it.
    private TimeSpan? Note(QuotaAccount account, (GovernedObject? Before, GovernedObject? After) change, bool wakes, Moment now)
    {
        var before = QuotaUse.CostOf(change.Before, account.Quota, now.Now);
        var after = QuotaUse.CostOf(change.After, account.Quota, now.Now);
        var isConcerned = wakes && RecountTriggers.Concerns(account.Quota, (change.After ?? change.Before)!.GroupResource);
        if (now.Steady >= _trustedFrom)
        {
            var released = QuotaUse.Growth(after, before);
            account.Released = isConcerned ? account.Released + released : account.Released;
            account.Withheld = isConcerned ? account.Withheld : account.Withheld + released;
        }

        var isNew = Grow(account, QuotaUse.Growth(before, after), change.Before is null, now);
        if (isConcerned)
        {
            account.Wake();
        }

        return isConcerned ? TimeSpan.Zero : isNew ? options.InFlight : null;
    }

    // True for an object that appeared: its charge may be on the way to us, or nobody may have charged it, which shows later.
    private bool Grow(QuotaAccount account, ResourceVector growth, bool isNew, Moment now)
    {
        if (growth.Amounts.Count == 0)
        {
            return false;
        }

        account.Double = account.Double.WithObject(growth);
        account.Unasked = isNew ? account.Unasked : account.Unasked + growth;
        account.Recheck = isNew ? account.Recheck ?? now.Steady + options.InFlight : account.Recheck;
        return isNew;
    }

    private ResourceVector Lag(ResourceQuota quota, IReadOnlyList<GovernedObject> live, Moment now) => live.Aggregate(
        ResourceVector.Empty,
        (sum, subject) => sum + QuotaUse.Growth(
            QuotaUse.CostOf(ObjectsOf(subject.GroupResource).GetValueOrDefault(subject.Name), quota, now.Now),
            QuotaUse.CostOf(subject, quota, now.Now)));

    private Dictionary<string, GovernedObject> ObjectsOf(GroupResource resource)
    {
        if (!_objects.TryGetValue(resource, out var objects))
        {
            objects = _objects[resource] = new(StringComparer.Ordinal);
        }

        return objects;
    }
}
