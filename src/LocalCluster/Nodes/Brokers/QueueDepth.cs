namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>How many messages of a queue wait (ready) and how many a consumer holds (unacked).</summary>
public readonly record struct QueueDepth(string Queue, long Ready, long Unacked);
