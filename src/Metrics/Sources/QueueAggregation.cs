namespace Autoscale.Metrics.Sources;

/// <summary>What is made of the queues that a pattern picks.</summary>
public enum QueueAggregation
{
    /// <summary>A series for each of them.</summary>
    None,

    /// <summary>One series of their sum.</summary>
    Sum,

    /// <summary>One series of the largest.</summary>
    Max,

    /// <summary>One series of their average.</summary>
    Average,
}
