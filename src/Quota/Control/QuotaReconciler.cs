using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>
/// Keeps a quota's status what its objects come to, while others charge it: what an object was seen to give up is released at once,
/// a charge without an object only when it has been held long enough and the API itself says that there is none.
/// </summary>
internal sealed partial class QuotaReconciler(
    QuotaBooks books, ObjectSources sources, QuotaStore store, ReconcilerServices services, ILogger<QuotaReconciler> logger)
{
    private const int MostTries = 8;
    private static readonly TimeSpan Pending = TimeSpan.FromSeconds(1);

    private readonly QuotaOptions _options = services.Options;

    /// <summary>Counts one quota.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var pause = new RetryPause(services.Time);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryAsync(key, cancellationToken);
            }
            catch (KubeError error) when (error.IsNotFound)
            {
                // Deleted meanwhile; the informer is going to say so.
                return ReconcileResult.Done;
            }
            catch (KubeError error) when (error.IsConflict && tries < MostTries)
            {
                // A busy quota is never as the caches have it; who writes first wins, and all read it live.
                services.Telemetry.Retried("recount");
                await pause.WaitAsync();
                await ObserveAsync(key, cancellationToken);
            }
        }
    }

    private async Task<ReconcileResult> TryAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var book = books.Of(key.Namespace);
        if (book.Find(key.Name) is not { } quota)
        {
            return ReconcileResult.Done;
        }

        var needs = QuotaRecount.Needs(quota);
        if (sources.IsPending(needs))
        {
            // The first list puts the quota into the queue again.
            return ReconcileResult.After(Pending);
        }

        var now = services.Clock.Now;
        var listed = sources.Listed(needs);
        var plan = book.Plan(key.Name, listed, now);
        if (plan?.NeedsProof == true)
        {
            plan = book.Plan(key.Name, listed, now, await ProofAsync(key.Namespace, listed, cancellationToken));
        }

        return plan is null ? ReconcileResult.Done : await ApplyAsync(key, plan, cancellationToken);
    }

    private async Task<IReadOnlyList<GovernedObject>> ProofAsync(
        string @namespace, IReadOnlyList<GroupResource> listed, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(QuotaOptions.ProofLimit, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var objects = await sources.ListAsync(@namespace, listed, both.Token);
        return [.. objects.Select(subject => services.Claims.With(subject, @namespace))];
    }

    private async Task<ReconcileResult> ApplyAsync(ObjectKey key, StatusPlan plan, CancellationToken cancellationToken)
    {
        var (before, book) = (plan.Correction.Quota, books.Of(key.Namespace));
        var status = plan.Lag is { } lag ? plan.Correction.Reclaimed(lag) : plan.Correction.Status;
        ResourceQuota? stored = null;
        var nextResync = NextResync();
        var isConflict = false;
        try
        {
            stored = await store.WriteAsync(before, status, cancellationToken);
        }
        catch (KubeError error) when (error.IsConflict)
        {
            isConflict = true;
            throw;
        }
        finally
        {
            if (!isConflict)
            {
                book.Settle(key.Name, plan, stored, nextResync);
            }
        }

        Tell(key, plan, before, stored);
        var resync = plan.Correction.TakesLimits ? nextResync : plan.Resync;
        var again = plan.Again is { } soon && soon < resync ? soon : resync;
        return ReconcileResult.After(again - services.Clock.Now.Steady);
    }

    private void Tell(ObjectKey key, StatusPlan plan, ResourceQuota before, ResourceQuota stored)
    {
        var reclaimed = plan.Lag is null ? ResourceVector.Empty : QuotaUse.Growth(QuotaUse.Of(stored), QuotaUse.Of(before) - plan.Correction.Released);
        if (reclaimed.Amounts.Count > 0)
        {
            Log.Reclaimed(logger, key, reclaimed);
            services.Telemetry.Recounted("reclaimed");
        }
        else
        {
            services.Telemetry.Recounted(ReferenceEquals(before, stored) ? "unchanged" : "written");
        }

        if (plan.IsDouble)
        {
            Log.Double(logger, key);
            services.Doubles.Tell(before);
        }
        else if (plan.IsSingle)
        {
            services.Doubles.Withdraw(before);
        }
    }

    private async Task ObserveAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var live = await store.ReadAsync(key.Namespace, cancellationToken);
        foreach (var quota in live.Quotas.Where(quota => quota.Metadata.Name == key.Name))
        {
            books.Of(key.Namespace).Changed(quota, services.Clock.Now);
        }
    }

    private TimeSpan NextResync()
    {
        var jitter = _options.ResyncJitter * ((2 * services.NextRandom()) - 1);
        return services.Clock.Now.Steady + (_options.Resync * (1 + jitter));
    }

    private static partial class Log
    {
        [LoggerMessage(4121, LogLevel.Information, "Gave back {Reclaimed} of {Quota}, charged for objects that never appeared")]
        public static partial void Reclaimed(ILogger logger, ObjectKey quota, ResourceVector reclaimed);

        [LoggerMessage(4122, LogLevel.Warning, "Somebody else charges {Quota}, too: are the API server's ResourceQuota plugin and the resourcequota controller switched off?")]
        public static partial void Double(ILogger logger, ObjectKey quota);
    }
}
