namespace Autoscale.Metrics.Control;

/// <summary>The running scrapes of one node, and how to end them.</summary>
internal sealed class RunningScrape
{
    private readonly CancellationTokenSource _end;

    private RunningScrape(NodeScrape node, CancellationTokenSource end, Task task)
    {
        Node = node;
        _end = end;
        Task = task;
    }

    /// <summary>The node that is scraped.</summary>
    public NodeScrape Node { get; }

    /// <summary>Ends only by cancellation, or by a bug.</summary>
    public Task Task { get; }

    public bool HasFaulted => Task.IsFaulted;

    public static RunningScrape Start(NodeScrape node, Func<NodeScrape, CancellationToken, Task> scrape, CancellationToken cancellationToken)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return new(node, end, scrape(node, end.Token));
    }

    /// <summary>Ends the scrapes and waits until they have ended.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(Task);
        _end.Dispose();
    }
}
