namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>How one consumer takes messages.</summary>
/// <param name="Queue">The queue, made when it is missing.</param>
/// <param name="Concurrency">How many messages it works on at a time, at least 1.</param>
/// <param name="Prefetch">How many messages it holds at most, at least its concurrency.</param>
public sealed record ConsumerOptions(string Queue, int Concurrency, int Prefetch);
