namespace Autoscale.Metrics;

/// <summary>The points of one scrape: of the node itself, and of each container of the shape, default where it was not complete.</summary>
internal sealed record NodeSample(CounterPoint Node, NodeShape Shape, CounterPoint[] Points);
