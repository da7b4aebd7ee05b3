namespace Autoscale.Metrics.Control;

/// <summary>Names the nodes that there are at this moment, cheaply, e.g. from a cache.</summary>
public delegate IReadOnlyCollection<string> NodeNames();
