using Autoscale.Kubernetes.Control;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Control;

/// <summary>
/// Runs the horizontal autoscaler with its informers of pods and autoscalers: caches first, then the loop, woken by changes and
/// by series that move.
/// </summary>
public sealed class HorizontalController(
    HorizontalCaches caches, HorizontalWaking waking, ControlLoop loop, MetricTable metrics, HorizontalOptions options)
{
    /// <summary>Whether the caches are filled and decisions can be made.</summary>
    public bool IsReady => options.Mode == HorizontalMode.Off || (caches.Pods.HasSynced && caches.Autoscalers.HasSynced);

    /// <summary>Works until cancelled; returns at once when switched off.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Mode == HorizontalMode.Off)
        {
            return;
        }

        caches.Pods.Subscribe(waking.PodChanged);
        caches.Autoscalers.Subscribe(waking.AutoscalerChanged);
        using var moved = metrics.Subscribe(waking.Moved);
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts =
        [
            caches.Pods.RunAsync(together.Token),
            caches.Autoscalers.RunAsync(together.Token),
            caches.Events.RunAsync(together.Token),
            DecideAsync(together.Token),
        ];

        // Half an autoscaler is worse than none: where one part ends, all do, and its failure is seen.
        await Task.WhenAny(parts);
        await together.CancelAsync();
        await Task.WhenAll(parts);
    }

    // Without all pods a target would look empty.
    private async Task DecideAsync(CancellationToken cancellationToken)
    {
        try
        {
            await caches.Pods.WaitForSyncAsync(cancellationToken);
            await caches.Autoscalers.WaitForSyncAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await loop.RunAsync(cancellationToken);
    }
}
