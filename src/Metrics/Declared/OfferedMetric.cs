namespace Autoscale.Metrics.Declared;

/// <summary>One metric that a source offers by name.</summary>
public sealed record OfferedMetric
{
    /// <summary>The name under which autoscalers find it.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Which series of a queue it is; for brokers.</summary>
    public string? Series { get; init; }

    /// <summary>Name or pattern of the queues that count; null for all.</summary>
    public string? Queue { get; init; }

    /// <summary>The virtual host whose queues count; null for all.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>None, Sum, Max or Average over the queues; null for None.</summary>
    public string? Aggregation { get; init; }

    /// <summary>PromQL or a template of it; for Prometheus.</summary>
    public string? Query { get; init; }

    /// <summary>The span that a value is an average of, as Go writes durations; null for none.</summary>
    public string? Window { get; init; }

    /// <summary>What an empty answer means, Absent or Zero; null for Absent.</summary>
    public string? OnEmpty { get; init; }

    /// <summary>Of an external metric, the label that holds the namespace whose autoscalers may read a series; null when all may that the source serves.</summary>
    public string? NamespaceLabel { get; init; }

    /// <summary>The objects that it describes; null for an external metric.</summary>
    public Association? Of { get; init; }
}
