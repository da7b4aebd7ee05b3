using Autoscale.Kubernetes.Control;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class TogetherTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _failing = new();
    private bool _otherEnded;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Run_OneFails_EndsTheOthersAndNamesIt()
    {
        var running = Together.RunAsync([new("the other", OtherAsync), new("the poll", _ => _failing.Task)], _stop.Token);

        _failing.SetException(new InvalidOperationException("no\nmore"));

        var ended = await Assert.ThrowsAsync<LoopEndedException>(() => running);
        Assert.Equal("the poll ended, InvalidOperationException: no more", ended.Message);
        Assert.IsType<InvalidOperationException>(ended.InnerException);
        Assert.True(_otherEnded);
    }

    [Fact]
    public async Task Run_OneReturns_CountsAsAFailure()
    {
        var running = Together.RunAsync([new("the other", OtherAsync), new("the poll", _ => _failing.Task)], _stop.Token);

        _failing.SetResult();

        var ended = await Assert.ThrowsAsync<LoopEndedException>(() => running);
        Assert.Equal("the poll ended by itself", ended.Message);
        Assert.True(_otherEnded);
    }

    [Fact]
    public async Task Run_OneFailsWithinAnother_NamesTheInnermost()
    {
        var inner = new NamedLoop("the room", token => Together.RunAsync([new("the poll", _ => _failing.Task)], token));
        var running = Together.RunAsync([new("the other", OtherAsync), inner], _stop.Token);

        _failing.SetCanceled();

        var ended = await Assert.ThrowsAsync<LoopEndedException>(() => running);
        Assert.StartsWith("the poll ended, TaskCanceledException", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_EndsAllWithoutComplaint()
    {
        var running = Together.RunAsync([new("one", StopQuietlyAsync), new("two", StopQuietlyAsync)], _stop.Token);

        await _stop.CancelAsync();

        await running;
        Assert.True(_otherEnded);
    }

    private async Task OtherAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _otherEnded = true;
        }
    }

    private async Task StopQuietlyAsync(CancellationToken cancellationToken) =>
        await OtherAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
