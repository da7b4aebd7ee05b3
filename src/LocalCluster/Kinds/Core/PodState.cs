using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Sums up a pod in one word, as the STATUS cell does.</summary>
public static class PodState
{
    /// <summary>The names of the init containers that run along with the pod.</summary>
    public static IReadOnlySet<string> Sidecars(JsonObject pod) => pod.Parts("spec.initContainers")
        .Where(container => container.Text("restartPolicy") == "Always")
        .Select(container => container.Text("name"))
        .ToHashSet();

    /// <summary>Whether a container is ready and running.</summary>
    public static bool IsReadyAndRunning(JsonObject status) => status.Flag("ready") && status.At("state.running") is not null;

    /// <summary>Whether an init container's restarts show: all while the pod initializes, a sidecar's always.</summary>
    public static bool CountsRestarts(JsonObject pod, JsonObject status) =>
        IsInitializing(pod) || Sidecars(pod).Contains(status.Text("name"));

    /// <summary>Whether an init container still stands in the way of the others.</summary>
    public static bool IsInitializing(JsonObject pod) => Initializing(pod) is not null && !IsConditionTrue(pod, "Initialized");

    /// <summary>The word: a phase, the reason of a container that waits or ended, Terminating, …</summary>
    public static string Reason(JsonObject pod)
    {
        if (pod.At("metadata.deletionTimestamp") is not null)
        {
            return pod.Text("status.reason") == "NodeLost" ? "Unknown" : IsOver(pod) ? Undeleted(pod) : "Terminating";
        }

        return Undeleted(pod);
    }

    private static string Undeleted(JsonObject pod)
    {
        var reason = pod.Text("status.reason");
        reason = reason.Length > 0 ? reason : pod.Text("status.phase");
        if (pod.Parts("status.conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated"))
        {
            reason = "SchedulingGated";
        }

        if (IsInitializing(pod))
        {
            return Initializing(pod) ?? reason;
        }

        return Containers(pod, reason);
    }

    private static string? Initializing(JsonObject pod)
    {
        var sidecars = Sidecars(pod);
        var total = pod.Parts("spec.initContainers").Count();
        foreach (var (index, status) in pod.Parts("status.initContainerStatuses").Index())
        {
            var isDone = status.Number("state.terminated.exitCode") == 0 || (sidecars.Contains(status.Text("name")) && status.Flag("started"));
            if (isDone)
            {
                continue;
            }

            if (status.Part("state.terminated") is { } terminated)
            {
                return $"Init:{Ended(terminated)}";
            }

            var waiting = status.Text("state.waiting.reason");
            return waiting.Length > 0 && waiting != "PodInitializing" ? $"Init:{waiting}" : $"Init:{index}/{total}";
        }

        return null;
    }

    private static string Containers(JsonObject pod, string reason)
    {
        var hasRunning = false;
        foreach (var status in pod.Parts("status.containerStatuses").Reverse())
        {
            var waiting = status.Text("state.waiting.reason");
            if (waiting.Length > 0)
            {
                reason = waiting;
            }
            else if (status.Part("state.terminated") is { } terminated)
            {
                reason = Ended(terminated);
            }

            hasRunning |= IsReadyAndRunning(status);
        }

        return reason == "Completed" && hasRunning ? (IsConditionTrue(pod, "Ready") ? "Running" : "NotReady") : reason;
    }

    private static string Ended(JsonObject terminated)
    {
        var reason = terminated.Text("reason");
        var signal = terminated.Number("signal") ?? 0;
        return reason.Length > 0 ? reason : signal != 0 ? $"Signal:{signal}" : $"ExitCode:{terminated.Number("exitCode") ?? 0}";
    }

    private static bool IsOver(JsonObject pod) => pod.Text("status.phase") is "Succeeded" or "Failed";

    private static bool IsConditionTrue(JsonObject pod, string type) =>
        pod.Parts("status.conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");
}
