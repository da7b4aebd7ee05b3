using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Nodes.Usage;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>The simulated nodes of the cluster.</summary>
internal sealed class NodePool(NodeOptions options)
{
    private readonly ConcurrentDictionary<string, SimulatedNode> _nodes = new(
        options.Names.Select((name, index) => KeyValuePair.Create(name, new SimulatedNode(name, index + 1))));

    /// <summary>How the nodes are made and run pods.</summary>
    public NodeOptions Options => options;

    /// <summary>Who shares what workloads must do.</summary>
    public DemandBoard Demand { get; } = new();

    /// <summary>Every node.</summary>
    public IEnumerable<SimulatedNode> All => _nodes.Values.OrderBy(node => node.Name, StringComparer.Ordinal);

    /// <summary>The node of that name, or null.</summary>
    public SimulatedNode? Find(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>Lets go the runs of the key that belong to another pod than the one that is stored now.</summary>
    public void ReleaseOthers(ObjectKey pod, string? uid, DateTimeOffset now)
    {
        foreach (var node in _nodes.Values.Where(node => node.Find(pod) is { } run && run.Uid != uid))
        {
            node.Release(pod, now);
        }
    }
}
