using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Runs the pods that are placed on the simulated nodes, and reports how they are.</summary>
internal sealed class Kubelet(ClusterObjects objects, NodePool nodes, Func<ContainerSettings, DateTimeOffset, IContainerWork> image, Announce events, TimeProvider time) : IController
{
    /// <summary>Annotation with how long a pod takes to start, e.g. "5s".</summary>
    public const string StartupDelayAnnotation = "autoscale.local/startup-delay";

    private static readonly TimeSpan StopPoll = TimeSpan.FromMilliseconds(50);
    private static readonly WriteOptions StatusWrite = WriteOptions.Internal with { Subresource = "status", User = ApiUser.Kubelets };

    /// <inheritdoc />
    public string Name => "kubelet";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        new(objects.Pods, change => change.Object.Text("spec", "nodeName").Length > 0 ? [change.Object.Key(objects.Pods)] : []),
        new(objects.Pods, WakeDeferred),
        new(objects.Nodes, WakeAfterSilence),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var pod = objects.Find(key);
        var now = time.GetUtcNow();
        nodes.ReleaseOthers(key, pod?.Uid(), now);
        if (pod is null || nodes.Find(pod.Text("spec", "nodeName")) is not { IsAnswering: true } node)
        {
            return null;
        }

        if (pod.IsTerminating())
        {
            return await EndAsync(key, pod, node, cancellationToken);
        }

        if (pod.Text("status", "phase") is "Succeeded" or "Failed")
        {
            node.Release(key, now);
            return null;
        }

        var run = node.Find(key) ?? Accept(key, pod, node, now);
        var terms = new ResizeTerms(run.IsRunningAny ? nodes.Options.ResizeDelay : TimeSpan.Zero, () => run.ResizeObstacle(now));
        var resize = run.Resizing.Step(pod, wanted => Decide(node, run, wanted), terms, now);
        var notes = resize.Notes.Concat(run.Adjust(pod, now)).ToList();
        var before = run.States;
        var next = run.Step(now);
        await ReportAsync(pod, run, now, cancellationToken);
        notes.ForEach(note => events(Name, pod, note));

        Tell(pod, before, run.States);
        return next is null || resize.Next < next ? resize.Next : next;
    }

    private ResizeVerdict Decide(SimulatedNode node, PodRun run, PodAllocation wanted)
    {
        var allocatable = PodNeeds.Amounts(objects.Api.Find(objects.Nodes, "", node.Name).At("status", "allocatable"));
        return ResizeVerdict.Decide(wanted, allocatable, [.. node.Runs.Where(other => other != run).Select(other => other.Resizing.Allocated)]);
    }

    private PodRun Accept(ObjectKey key, JsonObject pod, SimulatedNode node, DateTimeOffset now)
    {
        var delay = GoDuration.TryParse(pod.Annotation(StartupDelayAnnotation), out var own) ? own : nodes.Options.StartupDelay;
        var run = new PodRun(pod, new PodPlace(node.Name, node.NextAddress(), node.Address, now, now + delay), image, nodes.Demand);
        node.Accept(key, run);
        return run;
    }

    private Task<JsonObject> ReportAsync(JsonObject pod, PodRun run, DateTimeOffset now, CancellationToken cancellationToken) =>
        objects.Api.UpdateAsync(
            objects.Pods,
            pod.Namespace(),
            pod.Name(),
            stored =>
            {
                var status = PodLifecycle.Status(stored, run, now);
                if (stored.Uid() != run.Uid || JsonNode.DeepEquals(status, stored["status"]))
                {
                    return null;
                }

                stored["status"] = status;
                return stored;
            },
            StatusWrite,
            cancellationToken);

    private async Task<TimeSpan?> EndAsync(ObjectKey key, JsonObject pod, SimulatedNode node, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deadline = pod.Instant("metadata", "deletionTimestamp") ?? now;
        if (node.Find(key) is { } run)
        {
            if (!run.IsStopping)
            {
                TellKilling(pod, run);
                run.Stop(now);
            }

            if (!run.IsStopped && now < deadline)
            {
                return deadline - now < StopPoll ? deadline - now : StopPoll;
            }

            node.Release(key, now);
        }

        await objects.DeleteAsync(objects.Pods, pod, new DeleteOptions { GracePeriodSeconds = 0 }, cancellationToken);
        return null;
    }

    private void Tell(JsonObject pod, IReadOnlyList<ContainerState> before, IReadOnlyList<ContainerState> after)
    {
        foreach (var (_, state) in before.Zip(after).Where(pair => pair.First.StartedAt != pair.Second.StartedAt))
        {
            var image = Containers(pod).FirstOrDefault(container => container.Text("name") == state.Name).Text("image");
            events(Name, pod, EventNote.Normal("Pulled", $"Container image \"{image}\" already present on machine"));
            events(Name, pod, EventNote.Normal("Created", "Container created"));
            events(Name, pod, EventNote.Normal("Started", "Container started"));
        }

        foreach (var (_, state) in before.Zip(after).Where(pair => pair.Second.BackOff > TimeSpan.Zero && pair.First.BackOff == TimeSpan.Zero))
        {
            events(Name, pod, EventNote.Warning("BackOff", $"Back-off restarting failed container {state.Name} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})"));
        }
    }

    private void TellKilling(JsonObject pod, PodRun run)
    {
        foreach (var state in run.States.Where(state => state.Phase == ContainerPhase.Running))
        {
            events(Name, pod, EventNote.Normal("Killing", $"Stopping container {state.Name}"));
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        pod.Objects("spec", "initContainers").Concat(pod.Objects("spec", "containers"));

    // A pod that goes leaves room to those that wait for some.
    private IEnumerable<ObjectKey> WakeDeferred(StoreEvent change)
    {
        var node = change.Object.Text("spec", "nodeName");
        return change.Type != "DELETED" || node.Length == 0
            ? []
            : objects.List(objects.Pods, null)
                .Where(pod => pod.Text("spec", "nodeName") == node && pod.Condition("PodResizePending") is not null)
                .Select(pod => pod.Key(objects.Pods));
    }

    private IEnumerable<ObjectKey> WakeAfterSilence(StoreEvent change)
    {
        var wasReady = change.Old?.Condition("Ready").Text("status") == "True";
        var name = change.Object.Name();
        return wasReady || change.Object.Condition("Ready").Text("status") != "True"
            ? []
            : objects.List(objects.Pods, null).Where(pod => pod.Text("spec", "nodeName") == name).Select(pod => pod.Key(objects.Pods));
    }
}
