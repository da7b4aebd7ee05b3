namespace Autoscale.Metrics;

/// <summary>All that one scrape of a node said: the node's usage, where it had one, and that of its pods.</summary>
public sealed record NodePicture(string Node, NodeUsage? Usage, IReadOnlyList<PodUsage> Pods);
