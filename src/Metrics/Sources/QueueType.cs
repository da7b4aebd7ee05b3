namespace Autoscale.Metrics.Sources;

/// <summary>The types of queues, as far as they differ for us.</summary>
internal enum QueueType
{
    /// <summary>A classic queue, or one of a type that is not known.</summary>
    Classic,

    /// <summary>A quorum queue, whose counts the management API knows late.</summary>
    Quorum,

    /// <summary>A stream, which keeps its messages.</summary>
    Stream,
}
