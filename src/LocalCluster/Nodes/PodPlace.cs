namespace Autoscale.LocalCluster.Nodes;

/// <summary>Where a pod runs (node, its own address and the node's), since when, and when its containers may start.</summary>
internal sealed record PodPlace(string Node, string PodAddress, string NodeAddress, DateTimeOffset AcceptedAt, DateTimeOffset StartsAt);
