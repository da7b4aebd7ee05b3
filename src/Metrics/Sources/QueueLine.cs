namespace Autoscale.Metrics.Sources;

/// <summary>What one answer says of one queue. The names are bytes of the answer (UTF-8), good only as long as it is.</summary>
internal ref struct QueueLine
{
    public ReadOnlySpan<byte> VirtualHost;

    public ReadOnlySpan<byte> Name;

    public bool HasVirtualHost;

    public bool HasName;

    public QueueType Type;

    public QueueCount Messages;

    public QueueCount Ready;

    public QueueCount Unacknowledged;

    /// <summary>Null where the broker has no statistics of the queue.</summary>
    public long? Consumers;

    /// <summary>0 to 1; null where the broker does not say.</summary>
    public double? Utilisation;

    public MessageStatistics Statistics;
}
