using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Http;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Places pods on nodes, and tells those for which there is no room.</summary>
internal sealed class Scheduler(ClusterObjects objects, Announce events, TimeProvider time) : IController
{
    private static readonly WriteOptions Binding = WriteOptions.Internal with { Subresource = "binding", User = ApiUser.Scheduler };

    /// <inheritdoc />
    public string Name => "default-scheduler";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        new(objects.Pods, change => IsGone(change) ? Waiting() : Self(change)),
        new(objects.Nodes, change => HasRoomChanged(change) ? Waiting() : []),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } pod || !IsWaiting(pod))
        {
            return null;
        }

        var verdict = Placement.Decide(pod, Nodes());
        if (verdict.IsPlaced)
        {
            await BindAsync(pod, verdict.Node, cancellationToken);
            events(Name, pod, EventNote.Normal("Scheduled", $"Successfully assigned {key} to {verdict.Node}"));
            return null;
        }

        await TellAsync(pod, verdict.Message, cancellationToken);
        return null;
    }

    private static bool IsWaiting(JsonObject pod) =>
        pod.Text("spec", "nodeName").Length == 0
        && pod.Text("status", "phase") is "" or "Pending"
        && !pod.IsTerminating()
        && pod.At("spec", "schedulingGates") is not JsonArray { Count: > 0 }
        && pod.Text("spec", "schedulerName") is "" or "default-scheduler";

    private List<NodeFacts> Nodes()
    {
        var pods = objects.List(objects.Pods, null)
            .Where(pod => pod.Text("spec", "nodeName").Length > 0 && pod.Text("status", "phase") is not ("Succeeded" or "Failed"))
            .ToLookup(pod => pod.Text("spec", "nodeName"));
        return [.. objects.List(objects.Nodes, null).Select(node => NodeFacts.From(node, pods[node.Name()]))];
    }

    private async Task BindAsync(JsonObject pod, string node, CancellationToken cancellationToken)
    {
        var scheduled = Conditions.Of("PodScheduled", "True", "", "");
        var now = time.GetUtcNow();
        await objects.Api.AdmitAsync(Ask(pod, node), cancellationToken);
        await objects.Api.UpdateAsync(
            objects.Pods,
            pod.Namespace(),
            pod.Name(),
            stored =>
            {
                stored.Make("spec")["nodeName"] = node;
                SetCondition(stored, scheduled, now);
                return stored;
            },
            Binding with { IsAdmitted = true },
            cancellationToken);
    }

    private AdmissionRequest Ask(JsonObject pod, string node) => new("CREATE", BodyKinds.Binding, pod.Namespace(), pod.Name(), Binding)
    {
        Resource = objects.Pods,
        Object = new JsonObject
        {
            ["kind"] = BodyKinds.Binding.Kind,
            ["apiVersion"] = BodyKinds.Binding.ApiVersion,
            ["metadata"] = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace(), ["uid"] = pod.Uid() },
            ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node },
        },
    };

    private async Task TellAsync(JsonObject pod, string message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (pod.Condition("PodScheduled").Text("message") != message)
        {
            await objects.ChangeStatusAsync(
                objects.Pods, pod, stored => SetCondition(stored, Conditions.Of("PodScheduled", "False", "Unschedulable", message), now), cancellationToken);
        }

        events(Name, pod, EventNote.Warning("FailedScheduling", message));
    }

    private static void SetCondition(JsonObject pod, JsonObject condition, DateTimeOffset now) =>
        PodConditions.Set(pod.Make("status"), condition, now);

    private static bool IsGone(StoreEvent change) =>
        change.Type == "DELETED" || change.Object.Text("status", "phase") is "Succeeded" or "Failed";

    /// <summary>A pod's own status is no reason to try again: the scheduler writes it itself.</summary>
    private IEnumerable<ObjectKey> Self(StoreEvent change) =>
        IsWaiting(change.Object) && !JsonNode.DeepEquals(change.Old?["spec"], change.Object["spec"]) ? [change.Object.Key(objects.Pods)] : [];

    private static bool HasRoomChanged(StoreEvent change) =>
        change.Old is null
        || !JsonNode.DeepEquals(change.Old["spec"], change.Object["spec"])
        || !JsonNode.DeepEquals(change.Old.At("status", "allocatable"), change.Object.At("status", "allocatable"))
        || !JsonNode.DeepEquals(change.Old.At("metadata", "labels"), change.Object.At("metadata", "labels"));

    private IEnumerable<ObjectKey> Waiting() =>
        objects.List(objects.Pods, null).Where(IsWaiting).Select(pod => pod.Key(objects.Pods));
}
