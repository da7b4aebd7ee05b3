namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>One consumer of an in-memory queue: it holds as many messages as it was given places and works on a few of them at a time.</summary>
internal sealed class InMemoryConsumer(SlotBoard board, int concurrency, Func<WorkItem, CancellationToken, Task> work) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turns = new(concurrency);
    private readonly CancellationTokenSource _leaving = new();

    /// <summary>Works on a message when it is its turn; broken off when the consumer leaves before that.</summary>
    public async Task WorkAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(_leaving.Token);
        try
        {
            await work(item, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Hands back the messages that it has not begun; completes when those in work are finished.</summary>
    public async ValueTask DisposeAsync()
    {
        var left = board.LeaveAsync(this);
        await _leaving.CancelAsync();
        await left;
        _leaving.Dispose();
        _turns.Dispose();
    }
}
