namespace Autoscale.Kubernetes.Client;

/// <summary>Ends a watch that the server should have ended: its connection has fallen silent.</summary>
internal sealed class WatchDeadline(KubeRoute route, TimeSpan limit, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(limit, time);

    /// <summary>Awaits a step of the watch; throws <see cref="TimeoutException"/> when the deadline passes first.</summary>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, cancellationToken);
        try
        {
            return await step(both.Token);
        }
        catch (OperationCanceledException) when (_timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"watch of {route}: silent, and not ended by the server after {limit}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timeout.Dispose();
}
