namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>Counts what became of messages: done, and done more than once. Repetitions are known among the latest 100,000 messages.</summary>
public sealed class WorkTally
{
    private const int Window = 100_000;

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _known = [];
    private readonly Queue<Guid> _inOrder = new();
    private long _done;
    private long _repeated;

    /// <summary>Messages done, each counted once.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Further times that messages were done which had been done already.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Counts a message that was worked off.</summary>
    public void CountDone(Guid id)
    {
        lock (_lock)
        {
            if (!_known.Add(id))
            {
                Interlocked.Increment(ref _repeated);
                return;
            }

            Interlocked.Increment(ref _done);
            _inOrder.Enqueue(id);
            if (_inOrder.Count > Window)
            {
                _known.Remove(_inOrder.Dequeue());
            }
        }
    }
}
