using Autoscale.Kubernetes.Control;

namespace Autoscale.Vpa.Control;

/// <summary>Runs what the webhook needs beside the webhook itself to set new pods right, and says in the cluster that it does.</summary>
public sealed class VpaAdmission(AdmissionCaches caches, AdmissionLease lease)
{
    /// <summary>Whether the caches are filled, so that reviews can be answered.</summary>
    public bool IsReady => caches.IsKnown;

    /// <summary>
    /// Works until cancelled, to be called once; the lease is renewed while the delegate says that API servers ask the webhook. Throws
    /// <see cref="LoopEndedException"/> when a part of it ends.
    /// </summary>
    public Task RunAsync(Func<bool> isAsked, CancellationToken cancellationToken) => Together.RunAsync(
        [.. caches.Loops, new("the lease of the webhook", token => lease.RunAsync(() => IsReady && isAsked(), token))], cancellationToken);
}
