using System.Text;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>One node as its scrapes left it.</summary>
internal sealed class NodeScrape(Node node, TimeProvider time)
{
    private readonly NodeHistory _history = new(node.Metadata.Name);
    private readonly long _began = time.GetTimestamp();
    private long? _succeededAt;
    private volatile Node _node = node;

    public string Name { get; } = node.Metadata.Name;

    /// <summary>The node as it is known now: its address may change.</summary>
    public Node Node
    {
        get => _node;
        set => _node = value;
    }

    /// <summary>Failed scrapes since the last success.</summary>
    public int Failures { get; private set; }

    public bool HasFailed => Failures > 0;

    /// <summary>Takes a scrape in; throws <see cref="FormatException"/> and changes nothing when it is malformed.</summary>
    public NodeReadings Read(ReadOnlySpan<byte> text, DateTimeOffset now, TimeSpan period)
    {
        var sample = KubeletMetrics.Read(text, now, _history.Shape);
        return _history.Next(sample, new ScrapeMoment(time.GetElapsedTime(_began), period));
    }

    /// <summary>Notes a success; tells whether it ends a time of failures.</summary>
    public bool Succeed()
    {
        _succeededAt = time.GetTimestamp();
        var recovered = HasFailed;
        Failures = 0;
        return recovered;
    }

    /// <summary>Notes a failure; tells whether the readings are older than the limit by now.</summary>
    public bool Fail(TimeSpan maxAge)
    {
        Failures++;
        return _succeededAt is not { } succeededAt || time.GetElapsedTime(succeededAt) > maxAge;
    }

    /// <summary>
    /// How long to wait for the next scrape, some time after the last one began: until the node's own moment of the period, which
    /// its name gives, so that nodes spread over it; but at least half a period after the last, since a rate over less is noise.
    /// </summary>
    public TimeSpan Wait(TimeSpan sinceLast, DateTimeOffset now, TimeSpan period)
    {
        var least = sinceLast < period / 2 ? (period / 2) - sinceLast : TimeSpan.Zero;
        var until = (Phase(period) - (now + least).Ticks) % period.Ticks;
        return least + TimeSpan.FromTicks(until < 0 ? until + period.Ticks : until);
    }

    private long Phase(TimeSpan period)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes(Name))
        {
            hash = unchecked((hash ^ one) * 1099511628211UL);
        }

        return (long)(hash % (ulong)period.Ticks);
    }
}
