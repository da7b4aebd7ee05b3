using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Registers the simulated nodes and renews their leases for as long as they answer.</summary>
internal sealed class NodeHeartbeat(ClusterObjects objects, NodePool nodes, Announce events, TimeProvider time) : IController
{
    /// <inheritdoc />
    public string Name => "node-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
        [new(objects.Nodes, change => change.Type == "DELETED" || change.Old is null ? [change.Object.Key(objects.Nodes)] : [])];

    /// <summary>The keys to begin with: one for each node.</summary>
    public IEnumerable<ObjectKey> Start => nodes.All.Select(node => new ObjectKey("", "Node", "", node.Name));

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (nodes.Find(key.Name) is not { } node)
        {
            return null;
        }

        if (node.IsAnswering)
        {
            await RegisterAsync(key, node, cancellationToken);
            await RenewAsync(node.Name, cancellationToken);
        }

        return nodes.Options.Heartbeat;
    }

    private async Task RegisterAsync(ObjectKey key, SimulatedNode node, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (objects.Find(key) is not { } stored)
        {
            var created = await objects.CreateAsync(objects.Nodes, NodeObject.Of(node, nodes.Options, now), cancellationToken);
            events(Name, created, EventNote.Normal("RegisteredNode", $"Node {node.Name} event: Registered Node {node.Name} in Controller"));
            return;
        }

        // Without leases the status itself must show that the node lives.
        var hasLeases = objects.Api.Find(objects.Namespaces, "", NodeObject.LeaseNamespace) is not null;
        if (stored.Condition("Ready").Text("status") != "True" || !hasLeases)
        {
            await objects.ChangeStatusAsync(objects.Nodes, stored, value => NodeObject.Heartbeat(value, now), cancellationToken);
        }
    }

    private async Task RenewAsync(string node, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (objects.Api.Find(objects.Leases, NodeObject.LeaseNamespace, node) is { } lease)
        {
            await objects.ChangeAsync(objects.Leases, lease, stored => stored.Make("spec")["renewTime"] = NodeObject.Renewed(now), cancellationToken);
        }
        else if (objects.Api.Find(objects.Namespaces, "", NodeObject.LeaseNamespace) is not null)
        {
            await objects.CreateAsync(objects.Leases, NodeObject.Lease(node, now), cancellationToken);
        }
    }
}
