using Autoscale.Kubernetes.Control;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Runs the vertical autoscaler with its informers, which follow always, so that who takes over recommends from present facts; usage is
/// taken in and autoscalers are looked at only once the caches are filled, and while leading.
/// </summary>
public sealed class VerticalController(VerticalCaches caches, VerticalOptions options)
{
    /// <summary>Whether the caches are filled and recommendations can be made.</summary>
    public bool IsReady => options.Mode == VerticalMode.Off || caches.IsKnown;

    /// <summary>
    /// Works until cancelled, to be called once; recommends while the lease is held, or always when there is none. Returns at once
    /// when switched off; throws <see cref="LoopEndedException"/> when a part of it ends.
    /// </summary>
    public async Task RunAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        if (options.Mode == VerticalMode.Off)
        {
            return;
        }

        NamedLoop[] loops = [.. caches.Loops, new("the vertical autoscaler", token => RecommendAsync(lease, token))];
        await Together.RunAsync(loops, cancellationToken);
    }

    // Without all pods a target would look empty; who has not seen them yet does not ask for the lease either.
    private async Task RecommendAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            await caches.WaitUntilKnownAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await (lease?.RunAsync(LeadAsync, cancellationToken) ?? LeadAsync(cancellationToken));
    }

    private static Task LeadAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
}
