namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>Hands the messages of one queue to whichever consumer has a free place, in turn; the messages wait while none has.</summary>
internal sealed class SlotBoard(Action changed)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ConsumerSlot> _free = new();
    private readonly Queue<TaskCompletionSource<ConsumerSlot>> _waiting = new();
    private readonly Dictionary<object, ConsumerState> _consumers = [];
    private long _published;
    private long _done;
    private long _held;
    private bool _isClosed;

    /// <summary>How many messages wait, and how many are held.</summary>
    public (long Ready, long Unacked) Depth
    {
        get
        {
            lock (_lock)
            {
                return (_published - _done - _held, _held);
            }
        }
    }

    /// <summary>Counts a message that is about to enter the queue.</summary>
    public void Published() => Count(() => _published++);

    /// <summary>Takes back a message that did not enter the queue.</summary>
    public void NotPublished() => Count(() => _published--);

    /// <summary>Adds a consumer with so many places.</summary>
    public void Join(object consumer, int places, Func<WorkItem, CancellationToken, Task> work)
    {
        lock (_lock)
        {
            _consumers[consumer] = new ConsumerState();
        }

        for (var place = 0; place < places; place++)
        {
            Offer(new ConsumerSlot(consumer, work));
        }
    }

    /// <summary>Takes a consumer's free places away; completes when the messages that it holds are done.</summary>
    public Task LeaveAsync(object consumer)
    {
        lock (_lock)
        {
            if (!_consumers.TryGetValue(consumer, out var state))
            {
                return Task.CompletedTask;
            }

            state.IsLeaving = true;
            for (var node = _free.First; node is not null;)
            {
                var next = node.Next;
                if (ReferenceEquals(node.Value.Consumer, consumer))
                {
                    _free.Remove(node);
                }

                node = next;
            }

            Finish(consumer, state);
            return state.Left.Task;
        }
    }

    /// <summary>Breaks off the wait of every message that no consumer has taken; for the end of the broker.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            while (_waiting.TryDequeue(out var waiter))
            {
                waiter.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    /// <summary>Works a message off: waits for a free place, and for another one when the work is broken off.</summary>
    public async Task DispatchAsync(WorkItem item, CancellationToken cancellationToken)
    {
        while (true)
        {
            var slot = await TakeAsync();
            var isDone = false;
            try
            {
                await slot.Work(item, cancellationToken);
                isDone = true;
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The consumer was killed with the message in hand: the message goes to another one.
                isDone = false;
            }
            finally
            {
                Return(slot, isDone);
            }
        }
    }

    private Task<ConsumerSlot> TakeAsync()
    {
        Task<ConsumerSlot> taken;
        lock (_lock)
        {
            if (_free.First is { } first)
            {
                _free.RemoveFirst();
                Hold(first.Value);
                taken = Task.FromResult(first.Value);
            }
            else
            {
                if (_isClosed)
                {
                    return Task.FromCanceled<ConsumerSlot>(new CancellationToken(canceled: true));
                }

                var waiter = new TaskCompletionSource<ConsumerSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(waiter);
                return waiter.Task;
            }
        }

        changed();
        return taken;
    }

    private void Return(ConsumerSlot slot, bool isDone)
    {
        lock (_lock)
        {
            _held--;
            _done += isDone ? 1 : 0;
            var state = _consumers[slot.Consumer];
            state.Held--;
            Finish(slot.Consumer, state);
        }

        changed();
        Offer(slot);
    }

    private void Offer(ConsumerSlot slot)
    {
        lock (_lock)
        {
            if (!_consumers.TryGetValue(slot.Consumer, out var state) || state.IsLeaving)
            {
                return;
            }

            if (!_waiting.TryDequeue(out var waiter))
            {
                _free.AddLast(slot);
                return;
            }

            Hold(slot);
            waiter.SetResult(slot);
        }

        changed();
    }

    private void Hold(ConsumerSlot slot)
    {
        _held++;
        _consumers[slot.Consumer].Held++;
    }

    private void Finish(object consumer, ConsumerState state)
    {
        if (state is { IsLeaving: true, Held: 0 })
        {
            _consumers.Remove(consumer);
            state.Left.TrySetResult();
        }
    }

    private void Count(Action count)
    {
        lock (_lock)
        {
            count();
        }

        changed();
    }

    private sealed class ConsumerState
    {
        public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLeaving { get; set; }

        public int Held { get; set; }
    }
}
