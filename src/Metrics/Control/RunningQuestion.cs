namespace Autoscale.Metrics.Control;

/// <summary>A loop that runs until it is ended.</summary>
internal sealed class RunningQuestion
{
    private readonly CancellationTokenSource _stop;

    /// <summary>Starts the loop.</summary>
    public RunningQuestion(SourceLoop loop, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task = loop.RunAsync(_stop.Token);
    }

    /// <summary>The running loop.</summary>
    public Task Task { get; }

    /// <summary>Ends it and waits for that; what it ended with is not told again.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WaitAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
