using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>Gives the nodes that there are at this moment, cheaply, e.g. from a cache.</summary>
public delegate IReadOnlyCollection<Node> KnownNodes();
