using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The table of pods, after printPod of pkg/printers/internalversion.</summary>
public static class PodColumns
{
    /// <summary>All columns.</summary>
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        Columns.Name,
        Columns.Text("Ready", "The aggregate readiness state of this pod for accepting traffic.", Ready),
        Columns.Text("Status", "The aggregate status of the containers in this pod.", PodState.Reason),
        new("Restarts", "string", "", 0, "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.", (pod, now) => Restarts(pod, now)),
        Columns.Age,
        Columns.Wide("IP", "podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.", pod => Columns.OrNone(pod.TextAt("status.podIP"))),
        Columns.Wide("Node", "NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename", pod => Columns.OrNone(pod.TextAt("spec.nodeName"))),
        Columns.Wide("Nominated Node", "nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.", pod => Columns.OrNone(pod.TextAt("status.nominatedNodeName"))),
        Columns.Wide("Readiness Gates", "If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to \"True\" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates", Gates),
    ];

    private static string Ready(JsonObject pod)
    {
        var sidecars = PodState.Sidecars(pod);
        var total = pod.PartsAt("spec.containers").Count() + sidecars.Count;
        var ready = pod.PartsAt("status.containerStatuses").Count(PodState.IsReadyAndRunning) +
            pod.PartsAt("status.initContainerStatuses").Count(status => sidecars.Contains(status.TextAt("name")) && status.FlagAt("ready") && status.FlagAt("started"));
        return $"{ready}/{total}";
    }

    private static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = pod.PartsAt("status.initContainerStatuses").Where(status => PodState.CountsRestarts(pod, status))
            .Concat(PodState.IsInitializing(pod) ? [] : pod.PartsAt("status.containerStatuses"))
            .ToList();
        var count = statuses.Sum(status => status.NumberAt("restartCount") ?? 0);
        var last = statuses.Select(status => status.TextAt("lastState.terminated.finishedAt")).Max(StringComparer.Ordinal) ?? "";
        return count > 0 && last.Length > 0 ? $"{count} ({Columns.AgeOf(last, now)} ago)" : $"{count}";
    }

    private static string Gates(JsonObject pod)
    {
        var gates = pod.PartsAt("spec.readinessGates").Select(gate => gate.TextAt("conditionType")).ToList();
        var conditions = pod.PartsAt("status.conditions").Where(condition => condition.TextAt("status") == "True").Select(condition => condition.TextAt("type"));
        return gates.Count == 0 ? Columns.None : $"{gates.Count(conditions.ToHashSet().Contains)}/{gates.Count}";
    }
}
