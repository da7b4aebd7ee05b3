using Autoscale.LocalCluster.Nodes.Brokers;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class SlotBoardTests
{
    private readonly SlotBoard _board = new(() => { });
    private readonly Dictionary<Guid, TaskCompletionSource> _running = [];
    private readonly List<string> _takers = [];
    private readonly Dictionary<Guid, string> _takerOf = [];
    private readonly List<Guid> _sent = [];

    [Fact]
    public async Task Dispatch_TwoConsumers_TakeMessagesInTurn()
    {
        Join("a");
        Join("b");

        var tasks = Enumerable.Range(0, 4).Select(_ => Dispatch()).ToList();
        await FinishAllAsync(tasks);

        // Who begins first is the thread pool's choice; who gets which message is not.
        Assert.Equal(["a", "b", "a", "b"], _sent.Select(id => _takerOf[id]));
    }

    [Fact]
    public async Task Depth_PublishedHeldAndDone_AreExact()
    {
        Join("a");
        var tasks = Enumerable.Range(0, 3).Select(_ => Dispatch()).ToList();

        Assert.Equal((2L, 1L), _board.Depth);
        await FinishAllAsync(tasks);
        Assert.Equal((0L, 0L), _board.Depth);
    }

    [Fact]
    public async Task Leave_WhileHolding_FinishesThatAndTakesNoMore()
    {
        var consumer = Join("a");
        var first = Dispatch();
        var second = Dispatch();

        var left = _board.LeaveAsync(consumer);
        Assert.False(left.IsCompleted);
        _running.Values.Single().SetResult();
        await left;
        await first;

        Assert.False(second.IsCompleted);
        Assert.Equal((1L, 0L), _board.Depth);
        Join("b");
        await FinishAllAsync([second]);
        Assert.Equal(["a", "b"], _takers);
    }

    [Fact]
    public async Task Dispatch_ConsumerKilled_GivesTheMessageToAnother()
    {
        var consumer = Join("a");
        var message = Dispatch();

        var left = _board.LeaveAsync(consumer);
        _running.Values.Single().SetCanceled();
        await left;
        Join("b");
        await FinishAllAsync([message]);

        Assert.Equal(["a", "b"], _takers);
        Assert.Equal((0L, 0L), _board.Depth);
    }

    private object Join(string name)
    {
        var consumer = new object();
        _board.Join(consumer, 1, (item, _) =>
        {
            lock (_running)
            {
                _takers.Add(name);
                _takerOf[item.Id] = name;
                return (_running[item.Id] = new TaskCompletionSource()).Task;
            }
        });
        return consumer;
    }

    private Task Dispatch()
    {
        var id = Guid.NewGuid();
        _sent.Add(id);
        _board.Published();
        return _board.DispatchAsync(new WorkItem { Id = id, PublishedAt = default }, CancellationToken.None);
    }

    private async Task FinishAllAsync(IReadOnlyList<Task> tasks)
    {
        await Autoscale.Testing.Eventually.TrueAsync(
            () =>
            {
                lock (_running)
                {
                    foreach (var running in _running.Values)
                    {
                        running.TrySetResult();
                    }
                }

                return Task.FromResult(tasks.All(task => task.IsCompleted));
            },
            "every message is done");
    }
}
