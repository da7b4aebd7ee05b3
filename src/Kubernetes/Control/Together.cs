namespace Autoscale.Kubernetes.Control;

/// <summary>Runs loops that are of no use without each other: decisions from facts that nobody renews are worse than none.</summary>
public static class Together
{
    /// <summary>
    /// Runs all until cancelled. When one ends before that, the others are cancelled and awaited, and
    /// <see cref="LoopEndedException"/> tells of the one that was first.
    /// </summary>
    public static async Task RunAsync(IReadOnlyList<NamedLoop> loops, CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = loops.Select(loop => RunAsync(loop, together.Token)).ToArray();
        var first = await Task.WhenAny(running);
        await together.CancelAsync();
        var all = Task.WhenAll(running);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What the first brought about in the others says less than the first.
        await (first.IsFaulted ? first : all);
    }

    private static async Task RunAsync(NamedLoop loop, CancellationToken cancellationToken)
    {
        try
        {
            await loop.Run(cancellationToken);
        }
        catch (Exception failure) when (failure is not LoopEndedException && !IsStop(failure, cancellationToken))
        {
            var reason = $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";
            throw new LoopEndedException($"{loop.Name} ended, {reason}", failure);
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            throw new LoopEndedException($"{loop.Name} ended by itself");
        }
    }

    private static bool IsStop(Exception failure, CancellationToken cancellationToken) =>
        failure is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
