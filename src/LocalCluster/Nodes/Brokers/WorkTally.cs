namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>Counts what became of messages: published, done, done more than once.</summary>
public sealed class WorkTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _done = [];
    private long _published;
    private long _repeated;

    /// <summary>Messages published.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Messages done, each counted once.</summary>
    public long Done
    {
        get
        {
            lock (_lock)
            {
                return _done.Count;
            }
        }
    }

    /// <summary>Further times that messages were done which had been done already.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Counts a published message.</summary>
    public void CountPublished() => Interlocked.Increment(ref _published);

    /// <summary>Counts a message that was worked off.</summary>
    public void CountDone(Guid id)
    {
        lock (_lock)
        {
            var times = _done[id] = _done.GetValueOrDefault(id) + 1;
            _repeated += times > 1 ? 1 : 0;
        }
    }
}
