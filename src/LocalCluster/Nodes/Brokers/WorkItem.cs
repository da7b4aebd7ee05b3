namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>One message for queue workers: who it is, when it was published, and how much heavier than a usual one its work is (1 = usual).</summary>
public sealed record WorkItem
{
    /// <summary>Identity of the message; the same for every delivery of it.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Factor of the worker's service time and CPU; default 1.</summary>
    public double Weight { get; init; } = 1;
}
