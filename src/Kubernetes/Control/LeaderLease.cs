using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Lets one of several candidates work at a time, by a Lease, as client-go's leader election: a leader renews it every 2 s and
/// stops when that fails for 10 s; the others take it when it has not changed for 15 s, or at once when it was given up.
/// </summary>
public sealed partial class LeaderLease(KubeClient client, LeaderLeaseOptions options, TimeProvider time, ILogger<LeaderLease> logger)
{
    private const double Jitter = 1.2;

    private readonly KubeRoute _route = new("coordination.k8s.io", "v1", "leases", options.Namespace, options.Name);
    private Lease? _observed;
    private long _observedAt;
    private long _renewedAt;

    /// <summary>Whether this candidate leads now.</summary>
    public bool IsLeader { get; private set; }

    /// <summary>The leader as last seen; "" while none is known.</summary>
    public string Leader => _observed?.Spec.HolderIdentity ?? "";

    /// <summary>
    /// Until cancelled: waits for leadership, runs the work while it lasts, and waits again. The work's token is cancelled when
    /// leadership is lost, and nobody else can lead until it has ended or the lease has run out. Work that ends ends this, too.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                await AcquireAsync(cancellationToken);
            }
            while (!await LeadAsync(work, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger, options.Identity, options.Name);
        }
    }

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!await TryClaimAsync(cancellationToken))
        {
            Log.Waiting(logger, options.Identity, options.Name, Leader);
            await Task.Delay(options.RetryPeriod * (1 + (Jitter * options.Random.NextDouble())), time, cancellationToken);
        }

        Log.Leading(logger, options.Identity, options.Name);
    }

    // True when the work has ended by itself, false when leadership was lost.
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IsLeader = true;
        var renewing = RenewAsync(lost, ended.Token);
        try
        {
            await work(lost.Token);
            return !lost.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            IsLeader = false;
            await ended.CancelAsync();
            try
            {
                await renewing;
            }
            finally
            {
                await ReleaseAsync();
            }
        }
    }

    private async Task RenewAsync(CancellationTokenSource lost, CancellationToken ended)
    {
        try
        {
            while (time.GetElapsedTime(_renewedAt) < options.RenewDeadline && Leader == options.Identity)
            {
                await Task.Delay(options.RetryPeriod, time, ended);
                using var deadline = new CancellationTokenSource(RemainingTime(), time);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended, deadline.Token);
                await TryClaimAsync(limit.Token);
            }
        }
        catch (OperationCanceledException stop)
        {
            // Either the work has ended, or an answer took longer than the leader may wait.
            Log.RenewingEnded(logger, options.Identity, options.Name, stop.Message);
        }
        finally
        {
            if (!ended.IsCancellationRequested)
            {
                Log.Lost(logger, options.Identity, options.Name, Leader);
                await lost.CancelAsync();
            }
        }
    }

    private TimeSpan RemainingTime()
    {
        var left = options.RenewDeadline - time.GetElapsedTime(_renewedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Takes or renews the lease if that is allowed; whatever goes wrong counts as no, also no answer in half the deadline.</summary>
    private async Task<bool> TryClaimAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RenewDeadline / 2, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            Observe(await client.FindAsync(_route, KubeJson.Default.Lease, both.Token));
            var claim = LeaseClaim.Decide(_observed?.Spec, time.GetElapsedTime(_observedAt), options, time.GetUtcNow());
            if (claim is null)
            {
                return false;
            }

            // The others count from when the server wrote; that was not before it was asked to.
            var asked = time.GetTimestamp();
            Observe(await WriteAsync(claim, both.Token));
            _renewedAt = asked;
            return true;
        }
        catch (KubeError error)
        {
            // Mostly somebody else was faster.
            Log.Failed(logger, options.Identity, options.Name, error.Message);
            return false;
        }
        catch (Exception failure) when (
            !cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(failure) == FailureKind.Transient)
        {
            Log.Failed(logger, options.Identity, options.Name, failure.Message);
            return false;
        }
    }

    private void Observe(Lease? lease)
    {
        if (_observed is null || lease?.Spec != _observed.Spec)
        {
            _observedAt = time.GetTimestamp();
        }

        _observed = lease;
    }

    private async Task<Lease> WriteAsync(LeaseSpec spec, CancellationToken cancellationToken)
    {
        if (_observed is null)
        {
            var created = new Lease { Metadata = new() { Name = options.Name, Namespace = options.Namespace }, Spec = spec };
            return await client.CreateAsync(_route with { Name = "" }, created, KubeJson.Default.Lease, cancellationToken);
        }

        var patch = new LeasePatch(new(_observed.Metadata.ResourceVersion), spec);
        return await client.PatchAsync(_route, KubePatch.Merge(patch, KubeJson.Default.LeasePatch), KubeJson.Default.Lease, cancellationToken);
    }

    // The token is cancelled already when this is due: it has a deadline of its own, so that the end is not held up.
    private async Task ReleaseAsync()
    {
        if (_observed is not { } held || held.Spec.HolderIdentity != options.Identity)
        {
            return;
        }

        using var limit = new CancellationTokenSource(options.RetryPeriod, time);
        try
        {
            Observe(await WriteAsync(LeaseClaim.Release(held.Spec, time.GetUtcNow()), limit.Token));
        }
        catch (Exception failure) when (failure is KubeError || ControlLoopOptions.Classify(failure) == FailureKind.Transient)
        {
            Log.Failed(logger, options.Identity, options.Name, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6401, LogLevel.Debug, "{Identity} waits for the lease {Lease}, held by {Leader}")]
        public static partial void Waiting(ILogger logger, string identity, string lease, string leader);

        [LoggerMessage(6402, LogLevel.Information, "{Identity} leads by the lease {Lease}")]
        public static partial void Leading(ILogger logger, string identity, string lease);

        [LoggerMessage(6403, LogLevel.Error, "{Identity} has lost the lease {Lease}, which it could not renew in time; {Leader} held it last")]
        public static partial void Lost(ILogger logger, string identity, string lease, string leader);

        [LoggerMessage(6404, LogLevel.Debug, "{Identity} could not write the lease {Lease}: {Reason}")]
        public static partial void Failed(ILogger logger, string identity, string lease, string reason);

        [LoggerMessage(6405, LogLevel.Debug, "{Identity} does not renew the lease {Lease} any more: {Reason}")]
        public static partial void RenewingEnded(ILogger logger, string identity, string lease, string reason);

        [LoggerMessage(6406, LogLevel.Debug, "{Identity} does not wait for the lease {Lease} any more")]
        public static partial void Stopped(ILogger logger, string identity, string lease);
    }
}
