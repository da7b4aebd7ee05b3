namespace Autoscale.Metrics.Sources;

/// <summary>What happens to messages.</summary>
internal enum FlowKind
{
    /// <summary>They came.</summary>
    Published,

    /// <summary>They went to a consumer.</summary>
    Delivered,

    /// <summary>A consumer acknowledged them.</summary>
    Acknowledged,

    /// <summary>A consumer is done with them.</summary>
    Settled,
}
