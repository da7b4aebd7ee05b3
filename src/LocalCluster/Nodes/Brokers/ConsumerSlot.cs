namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>One place of a consumer for a message.</summary>
internal readonly record struct ConsumerSlot(object Consumer, Func<WorkItem, CancellationToken, Task> Work);
