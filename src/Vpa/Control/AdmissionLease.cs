using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Shows in the cluster that the webhook sets new pods right, by a lease that every replica renews while it does, as upstream's
/// admission controller: who evicts pods looks at it first.
/// </summary>
public sealed partial class AdmissionLease(KubeClient client, VpaAdmissionOptions options, TimeProvider time, ILogger<AdmissionLease> logger)
{
    /// <summary>The name of the lease, which is upstream's.</summary>
    public const string Name = "vpa-admission-controller";

    // How long evictions go on after the last renewal.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly KubeRoute _route = RouteOf(options.LeaseNamespace);

    /// <summary>The lease of a namespace.</summary>
    public static KubeRoute RouteOf(string @namespace) => new("coordination.k8s.io", "v1", "leases", @namespace, Name);

    /// <summary>Whether a webhook has been there during the last minute; false of no lease.</summary>
    public static bool IsFresh(Lease? lease, DateTimeOffset now) =>
        lease?.Metadata.CreationTimestamp + Freshness > now || lease?.Spec.RenewTime + Freshness > now;

    /// <summary>Why nothing may be evicted, where the lease of a namespace shows that new pods would not be set right; null where they would.</summary>
    public static EvictionHold? HoldOf(Lease? lease, string @namespace, DateTimeOffset now) => IsFresh(lease, now) ? null
        : lease is null ? Unseen($"there is no lease {@namespace}/{Name} of a webhook")
        : Unseen($"the webhook has not renewed the lease {@namespace}/{Name} since {lease.Spec.RenewTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    internal static EvictionHold Unseen(string why) =>
        new("WebhookUnavailable", $"{why}, so that pods would come back as they were; resizes in place need no webhook and go on");

    /// <summary>Renews the lease until cancelled, whenever the webhook is registered and answers; it grows stale otherwise.</summary>
    public async Task RunAsync(Func<bool> isServing, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (isServing())
                {
                    await RenewAsync(cancellationToken);
                }

                await Task.Delay(options.LeaseInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger, Name);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.LeaseInterval, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await WriteAsync(await client.FindAsync(_route, KubeJson.Default.Lease, both.Token), both.Token);
        }
        catch (KubeError error) when (error.IsConflict || error.IsAlreadyExists)
        {
            Log.Overtaken(logger, Name, error.Message);
        }
        catch (Exception failure) when (
            !cancellationToken.IsCancellationRequested && (failure is KubeError or OperationCanceledException || ControlLoopOptions.Classify(failure) == FailureKind.Transient))
        {
            // Who evicts notices after a minute, and waits until this works again.
            Log.Failed(logger, Name, failure.Message);
        }
    }

    private async Task WriteAsync(Lease? lease, CancellationToken cancellationToken)
    {
        var spec = new LeaseSpec { HolderIdentity = options.Identity, RenewTime = time.GetUtcNow() };
        if (lease is null)
        {
            var created = new Lease
            {
                Metadata = new() { Name = Name, Namespace = options.LeaseNamespace },
                Spec = spec with { LeaseDurationSeconds = (int)options.LeaseInterval.TotalSeconds },
            };
            await client.CreateAsync(_route with { Name = "" }, created, KubeJson.Default.Lease, cancellationToken);
            return;
        }

        var patch = new LeasePatch(new(lease.Metadata.ResourceVersion), spec);
        await client.PatchAsync(_route, KubePatch.Merge(patch, KubeJson.Default.LeasePatch), KubeJson.Default.Lease, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Warning, "Could not renew the lease {Lease}; pods are not evicted while nobody can: {Reason}")]
        public static partial void Failed(ILogger logger, string lease, string reason);

        [LoggerMessage(3202, LogLevel.Debug, "Another replica renewed the lease {Lease}: {Reason}")]
        public static partial void Overtaken(ILogger logger, string lease, string reason);

        [LoggerMessage(3203, LogLevel.Debug, "The lease {Lease} is not renewed any more")]
        public static partial void Stopped(ILogger logger, string lease);
    }
}
