using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>
/// Runs what governance needs: the cache of quotas in every replica, and enforcing, the caches of what they count, with the loop
/// that keeps their status right while leading.
/// </summary>
public sealed class QuotaController
{
    private readonly Informer<ResourceQuota> _quotas;
    private readonly Informer<LimitRange> _limitRanges;
    private readonly EventRecorder _events;
    private readonly QuotaOptions _options;
    private readonly QuotaBooks _books;
    private readonly ObjectSources _sources;
    private readonly ControlLoop _loop;
    private readonly DoubleChargeReport _doubles;

    internal QuotaController(Rules rules, EventRecorder events, QuotaOptions options, StatusLoop status)
    {
        ((_quotas, _limitRanges), _events, _options) = (rules, events, options);
        (_books, _sources, _loop, _doubles) = status;
    }

    /// <summary>Whether the quotas and limit ranges are known, so that reviews can be answered.</summary>
    public bool IsReady => _options.Mode == GovernanceMode.Off || (_quotas.HasSynced && _limitRanges.HasSynced);

    /// <summary>What a person must mend, e.g. quotas that somebody else charges, too; null when nothing is known to be wrong.</summary>
    public string? Problem => _doubles.Problem;

    /// <summary>
    /// Works until cancelled, to be called once; keeps statuses while the lease is held, or always when there is none. Returns at once
    /// when switched off; throws <see cref="LoopEndedException"/> when a part of it ends.
    /// </summary>
    public async Task RunAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        if (_options.Mode == GovernanceMode.Off)
        {
            return;
        }

        NamedLoop[] loops =
        [
            new("the informer of quotas", _quotas.RunAsync),
            new("the informer of limit ranges", _limitRanges.RunAsync),
            new("the recorder of quota events", _events.RunAsync),
            new("the caches of what quotas count", _sources.RunAsync),
        ];
        _quotas.Subscribe(Want);
        if (_options.Mode == GovernanceMode.Enforce)
        {
            _quotas.Subscribe(_books.Changed);
            loops =
            [
                .. loops,
                new("the quota controller", token => KeepAsync(lease, token)),
            ];
        }

        await Together.RunAsync(loops, cancellationToken);
    }

    private void Want(ObjectChange<ResourceQuota> change)
    {
        // Most quotas name what others name, too: whoever has thousands must not look at all of them for each that appears.
        if (change is { Before: null, After: { } added } && _sources.AreWanted(QuotaRecount.Needs(added)))
        {
            return;
        }

        if (change.After is null || RecountTriggers.WakesQuota(change.Before, change.After))
        {
            _sources.Want([.. _quotas.Cache.All.SelectMany(QuotaRecount.Needs).Distinct()]);
        }
    }

    private async Task KeepAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            await _quotas.WaitForSyncAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await (lease?.RunAsync(token => LeadAsync(hasPredecessor: true, token), cancellationToken) ?? LeadAsync(hasPredecessor: false, cancellationToken));
    }

    private Task LeadAsync(bool hasPredecessor, CancellationToken cancellationToken)
    {
        _books.Begin(hasPredecessor);
        return _loop.RunAsync(cancellationToken);
    }

    /// <summary>What the objects of namespaces are held to.</summary>
    internal sealed record Rules(Informer<ResourceQuota> Quotas, Informer<LimitRange> LimitRanges);

    /// <summary>The parts of the loop that keeps statuses.</summary>
    internal sealed record StatusLoop(QuotaBooks Books, ObjectSources Sources, ControlLoop Loop, DoubleChargeReport Doubles);
}
