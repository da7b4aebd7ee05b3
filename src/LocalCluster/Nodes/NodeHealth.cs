using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Marks nodes that fell silent as unknown, taints them, marks their pods as not ready and in the end deletes those, after pkg/controller/nodelifecycle and tainteviction.</summary>
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
            node = objects.Find(key) ?? node;
        }

        return await EvictAsync(node, now, cancellationToken);
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

    /// <summary>Deletes the pods that do not tolerate a silent node for so long, as the taint eviction controller does; returns when the next one is due.</summary>
    private async Task<TimeSpan?> EvictAsync(JsonObject node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = node.Condition("Ready").Instant("lastTransitionTime") ?? now;
        TimeSpan? next = nodes.Options.HeartbeatGrace;
        foreach (var pod in objects.List(objects.Pods, null).Where(pod => pod.Text("spec", "nodeName") == node.Name() && PodFacts.From(pod).IsActive))
        {
            if (Patience(pod) is not { } patience)
            {
                continue;
            }

            var left = since + patience - now;
            if (left > TimeSpan.Zero)
            {
                next = left < next ? left : next;
                continue;
            }

            events("taint-eviction-controller", pod, EventNote.Normal("TaintManagerEviction", $"Marking for deletion Pod {pod.Namespace()}/{pod.Name()}"));
            await objects.DeleteAsync(objects.Pods, pod, new DeleteOptions(), cancellationToken);
        }

        return next;
    }

    /// <summary>How long a pod stays on a silent node; null for ever.</summary>
    private static TimeSpan? Patience(JsonObject pod)
    {
        var toleration = pod.Objects("spec", "tolerations").FirstOrDefault(toleration =>
            (toleration.Text("key") == Taint || (toleration.Text("key").Length == 0 && toleration.Text("operator") == "Exists"))
            && toleration.Text("effect") is "" or "NoExecute");
        return toleration is null ? TimeSpan.Zero
            : toleration.Whole("tolerationSeconds") is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue))
            : null;
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
                    others.Add(new JsonObject { ["key"] = taint, ["effect"] = "NoExecute" });
                }

                stored.Make("spec").Remove("taints");
                if (others.Count > 0)
                {
                    stored.Make("spec")["taints"] = new JsonArray([.. others]);
                }
            },
            cancellationToken);
}
