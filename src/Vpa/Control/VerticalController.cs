using Autoscale.Kubernetes.Control;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Runs the vertical autoscaler with its informers, which follow always, so that who takes over recommends from present facts; usage is
/// taken in and autoscalers are looked at only once the caches are filled, and while leading.
/// </summary>
public sealed class VerticalController
{
    private readonly VerticalCaches _caches;
    private readonly VerticalOptions _options;
    private readonly VerticalBook _book;
    private readonly VerticalLoop _loop;
    private readonly UpdateLoop _updates;

    internal VerticalController(VerticalCaches caches, VerticalBook book, VerticalLoop loop, UpdateLoop updates, VerticalOptions options) =>
        (_caches, _book, _loop, _updates, _options) = (caches, book, loop, updates, options);

    /// <summary>Whether the caches are filled and recommendations can be made.</summary>
    public bool IsReady => _options.Mode == VerticalMode.Off || (_caches.IsKnown && _updates.IsKnown);

    /// <summary>
    /// Works until cancelled, to be called once; recommends while the lease is held, or always when there is none. Returns at once
    /// when switched off; throws <see cref="LoopEndedException"/> when a part of it ends.
    /// </summary>
    public async Task RunAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        if (_options.Mode == VerticalMode.Off)
        {
            return;
        }

        _loop.Subscribe(_caches, _book);
        _updates.Subscribe();
        NamedLoop[] loops = [.. _caches.Loops, .. _loop.Loops, .. _updates.Loops, new("the vertical autoscaler", token => WorkAsync(lease, token))];
        await Together.RunAsync(loops, cancellationToken);
    }

    // Without all pods a target would look empty; who has not seen them yet does not ask for the lease either.
    private async Task WorkAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            await _caches.WaitUntilKnownAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await (lease?.RunAsync(token => LeadAsync(token, cancellationToken), cancellationToken) ?? LeadAsync(cancellationToken, cancellationToken));
    }

    private async Task LeadAsync(CancellationToken leading, CancellationToken ending)
    {
        NamedLoop[] loops = [new("the recommender", token => _loop.RunAsync(token, ending)), new("the updater", _updates.LeadAsync)];
        await Together.RunAsync(loops, leading);
    }
}
