using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Marks nodes that fell silent as unknown, taints them, and marks their pods as not ready, after pkg/controller/nodelifecycle.</summary>
internal sealed class NodeHealth(ClusterObjects objects, NodePool nodes, Announce events, TimeProvider time) : IController
{
    private const string Taint = "node.kubernetes.io/unreachable";

    /// <inheritdoc />
    public string Name => "node-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches => [Watch.Self(objects.Nodes)];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } node || nodes.Find(key.Name) is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var isReady = node.Condition("Ready").Text("status") == "True";
        var lease = objects.Api.Find(objects.Leases, NodeObject.LeaseNamespace, key.Name);
        var seen = lease.Instant("spec", "renewTime") ?? node.Condition("Ready").Instant("lastHeartbeatTime") ?? now;
        var left = seen + nodes.Options.HeartbeatGrace - now;
        if (left > TimeSpan.Zero)
        {
            await TaintAsync(node, isReady ? null : Taint, cancellationToken);
            return left;
        }

        if (isReady)
        {
            await MarkSilentAsync(node, now, cancellationToken);
        }

        return nodes.Options.HeartbeatGrace;
    }

    private async Task MarkSilentAsync(JsonObject node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await objects.ChangeStatusAsync(objects.Nodes, node, value => MarkUnknown(value, now), cancellationToken);
        await TaintAsync(node, Taint, cancellationToken);
        events(Name, node, EventNote.Normal("NodeNotReady", $"Node {node.Name()} status is now: NodeNotReady"));
        foreach (var pod in objects.List(objects.Pods, null).Where(pod => pod.Text("spec", "nodeName") == node.Name() && PodFacts.From(pod).IsReady))
        {
            await objects.ChangeStatusAsync(
                objects.Pods, pod, stored => PodConditions.Set(stored.Make("status"), Conditions.Of("Ready", "False", "", ""), now), cancellationToken);
            events(Name, pod, EventNote.Warning("NodeNotReady", "Node is not ready"));
        }
    }

    private static void MarkUnknown(JsonObject node, DateTimeOffset now)
    {
        foreach (var type in node.Objects("status", "conditions").Select(condition => condition.Text("type")).ToList())
        {
            NodeObject.SetCondition(
                node, Conditions.Of(type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."), now, beats: false);
        }
    }

    private Task<JsonObject> TaintAsync(JsonObject node, string? taint, CancellationToken cancellationToken) =>
        objects.ChangeAsync(
            objects.Nodes,
            node,
            stored =>
            {
                var others = stored.Objects("spec", "taints").Where(other => other.Text("key") != Taint).Select(other => other.DeepClone()).ToList();
                if (taint is not null)
                {
                    others.Add(new JsonObject { ["key"] = taint, ["effect"] = "NoSchedule" });
                }

                stored.Make("spec").Remove("taints");
                if (others.Count > 0)
                {
                    stored.Make("spec")["taints"] = new JsonArray([.. others]);
                }
            },
            cancellationToken);
}
