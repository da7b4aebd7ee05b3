namespace Autoscale.Metrics.Sources;

/// <summary>All queues of a broker that were found, by virtual host and name. One thread at a time.</summary>
internal sealed class QueueBook
{
    private readonly Dictionary<string, Dictionary<string, QueueRecord>> _hosts = new(Utf8Names.Comparer);
    private readonly List<QueueRecord> _all = [];

    /// <summary>All queues, those gone between two pages perhaps still among them.</summary>
    public IReadOnlyList<QueueRecord> All => _all;

    /// <summary>Changes whenever queues came or went.</summary>
    public long Edition { get; private set; }

    /// <summary>The queue of a line, or null when it was never found.</summary>
    public QueueRecord? Find(in QueueLine line) =>
        _hosts.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(line.VirtualHost, out var queues)
        && queues.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(line.Name, out var known)
            ? known
            : null;

    /// <summary>The queue of a line; it is found now if it was not before.</summary>
    public QueueRecord FindOrAdd(in QueueLine line, DateTimeOffset now) =>
        Find(line) ?? FindOrAdd(Utf8Names.Comparer.Create(line.VirtualHost), Utf8Names.Comparer.Create(line.Name), now);

    /// <summary>The queue of a name; it is found now if it was not before.</summary>
    public QueueRecord FindOrAdd(string virtualHost, string name, DateTimeOffset now)
    {
        if (!_hosts.TryGetValue(virtualHost, out var queues))
        {
            _hosts.Add(virtualHost, queues = new(Utf8Names.Comparer));
        }

        if (!queues.TryGetValue(name, out var queue))
        {
            queue = new QueueRecord(virtualHost, name) { FoundAt = now };
            queues.Add(name, queue);
            _all.Add(queue);
            Edition++;
        }

        return queue;
    }

    /// <summary>Takes out the queues that were last found before a reading.</summary>
    public void ForgetBefore(long reading)
    {
        if (_all.RemoveAll(queue => queue.SeenIn < reading && Forget(queue)) > 0)
        {
            Edition++;
        }
    }

    /// <summary>Takes out all queues.</summary>
    public void Clear()
    {
        _hosts.Clear();
        _all.Clear();
        Edition++;
    }

    private bool Forget(QueueRecord queue)
    {
        var queues = _hosts[queue.VirtualHost];
        queues.Remove(queue.Name);
        if (queues.Count == 0)
        {
            _hosts.Remove(queue.VirtualHost);
        }

        return true;
    }
}
