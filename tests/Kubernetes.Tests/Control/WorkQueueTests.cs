using Autoscale.Kubernetes.Control;
using Autoscale.Testing;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly ObjectKey A = new("apps", "Deployment", "ns", "a");
    private static readonly ObjectKey B = A with { Name = "b" };

    private readonly VirtualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly WorkQueue _queue;

    public WorkQueueTests() => _queue = new(_time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Add_TwiceBeforeWork_IsHandedOutOnce()
    {
        _queue.Add(A);
        _queue.Add(B);
        _queue.Add(A);

        Assert.Equal([A, B], [await TakeAsync(), await TakeAsync()]);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task Add_DuringWork_ComesBackOnlyAfterDone()
    {
        _queue.Add(A);
        await TakeAsync();
        _queue.Add(A);
        _queue.Add(A);
        Assert.Equal(0, _queue.Count);

        _queue.Done(A);

        Assert.Equal(1, _queue.Count);
        Assert.Equal(A, await TakeAsync());
    }

    [Fact]
    public async Task AddAfter_SeveralTimes_TheEarliestCounts()
    {
        _queue.AddAfter(A, TimeSpan.FromSeconds(10));
        _queue.AddAfter(A, TimeSpan.FromSeconds(3));
        _queue.AddAfter(A, TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(2.999));
        Assert.Equal(0, _queue.Count);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(A, await TakeAsync());
        _queue.Done(A);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task AddAfter_DifferentKeys_ComeInOrderOfTime()
    {
        _queue.AddAfter(A, TimeSpan.FromDays(3));
        _queue.AddAfter(B, TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromDays(3));

        Assert.Equal([B, A], [await TakeAsync(), await TakeAsync()]);
    }

    [Fact]
    public void Retry_AgainAndAgain_DoublesTheWaitUpToTheLongest()
    {
        var waits = Enumerable.Range(0, 2000).Select(_ => _queue.Retry(A).TotalMilliseconds).ToList();

        Assert.Equal([5, 10, 20, 40], waits.Take(4));
        Assert.Equal(30_000, waits[^1]);
        Assert.Equal(5, _queue.Retry(B).TotalMilliseconds);
    }

    [Fact]
    public void Forget_AfterFailures_StartsWithTheShortestWait()
    {
        _queue.Retry(A);
        _queue.Retry(A);
        Assert.Equal(2, _queue.Failures(A));

        _queue.Forget(A);

        Assert.Equal(5, _queue.Retry(A).TotalMilliseconds);
    }

    [Fact]
    public async Task WaitUntilIdle_WhileKeysWaitOrAreWorkedOn_DoesNotReturn()
    {
        _queue.Add(A);
        var idle = _queue.WaitUntilIdleAsync(CancellationToken.None);
        Assert.False(idle.IsCompleted);
        await TakeAsync();
        Assert.False(idle.IsCompleted);

        _queue.Done(A);

        await idle;
    }

    [Fact]
    public async Task Take_ManyThreads_NeverWorkOnOneKeyAtTheSameTime()
    {
        var busy = new int[4];
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => WorkAsync(busy, stop.Token))).ToList();

        Parallel.For(0, 10_000, number => _queue.Add(A with { Name = $"{number % busy.Length}" }));
        await _queue.WaitUntilIdleAsync(CancellationToken.None);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(workers));
        Assert.All(workers, worker => Assert.True(worker.IsCanceled));
    }

    private async Task WorkAsync(int[] busy, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _queue.TakeAsync(cancellationToken);
            var slot = int.Parse(key.Name, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(1, Interlocked.Increment(ref busy[slot]));
            await Task.Yield();
            Interlocked.Decrement(ref busy[slot]);
            _queue.Done(key);
        }
    }

    private async Task<ObjectKey> TakeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _queue.TakeAsync(limit.Token);
    }
}
