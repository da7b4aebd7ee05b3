namespace Autoscale.Metrics;

/// <summary>
/// The points of one scrape of a node. A pod is only here when every container of it that was mentioned is complete; the node's
/// own point is null when it was not.
/// </summary>
internal sealed record NodeSample(CounterPoint? Node, Dictionary<PodName, Dictionary<string, CounterPoint>> Pods);
