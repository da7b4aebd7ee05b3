using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Control;

/// <summary>
/// Runs the horizontal autoscaler with its informers of pods and autoscalers, which follow always, so that who takes over decides
/// from present facts; the loop, woken by changes and by series that move, runs only once the caches are filled, and while leading.
/// </summary>
public sealed class HorizontalController(
    HorizontalCaches caches, HorizontalWaking waking, ControlLoop loop, MetricTable metrics, HorizontalOptions options)
{
    /// <summary>Whether the caches are filled and decisions can be made.</summary>
    public bool IsReady => options.Mode == HorizontalMode.Off || (caches.Pods.HasSynced && caches.Autoscalers.HasSynced);

    /// <summary>
    /// Works until cancelled, to be called once; decides while the lease is held, or always when there is none. Returns at once
    /// when switched off; throws <see cref="LoopEndedException"/> when a part of it ends.
    /// </summary>
    public async Task RunAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        if (options.Mode == HorizontalMode.Off)
        {
            return;
        }

        caches.Pods.Subscribe(waking.PodChanged);
        caches.Autoscalers.Subscribe(waking.AutoscalerChanged);
        using var moved = metrics.Subscribe(waking.Moved);
        NamedLoop[] loops =
        [
            new("the informer of pods", caches.Pods.RunAsync),
            new("the informer of autoscalers", caches.Autoscalers.RunAsync),
            new("the recorder of events", caches.Events.RunAsync),
            new("the horizontal autoscaler", token => DecideAsync(lease, token)),
        ];
        await Together.RunAsync(loops, cancellationToken);
    }

    private HashSet<ObjectKey> TargetsScaled() => [.. caches.Autoscalers.Cache.All.Select(hpa => HpaPlan.TargetOf(hpa.Spec, hpa.Metadata.Namespace))];

    // Without all pods a target would look empty; who has not seen them yet does not ask for the lease either.
    private async Task DecideAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            await caches.Pods.WaitForSyncAsync(cancellationToken);
            await caches.Autoscalers.WaitForSyncAsync(cancellationToken);
            await caches.Requests.WaitUntilKnownAsync(TargetsScaled(), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await (lease?.RunAsync(loop.RunAsync, cancellationToken) ?? loop.RunAsync(cancellationToken));
    }
}
