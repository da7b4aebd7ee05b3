using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Sums up a pod in one word, as the STATUS cell does.</summary>
public static class PodState
{
    /// <summary>The names of the init containers that run along with the pod.</summary>
    public static IReadOnlySet<string> Sidecars(JsonObject pod) => pod.PartsAt("spec.initContainers")
        .Where(container => container.TextAt("restartPolicy") == "Always")
        .Select(container => container.TextAt("name"))
        .ToHashSet();

    /// <summary>Whether a container is ready and running.</summary>
    public static bool IsReadyAndRunning(JsonObject status) => status.FlagAt("ready") && status.NodeAt("state.running") is not null;

    /// <summary>Whether an init container's restarts show: all while the pod initializes, a sidecar's always.</summary>
    public static bool CountsRestarts(JsonObject pod, JsonObject status) =>
        IsInitializing(pod) || Sidecars(pod).Contains(status.TextAt("name"));

    /// <summary>Whether an init container still stands in the way of the others.</summary>
    public static bool IsInitializing(JsonObject pod) => Initializing(pod) is not null && !IsConditionTrue(pod, "Initialized");

    /// <summary>The word: a phase, the reason of a container that waits or ended, Terminating, …</summary>
    public static string Reason(JsonObject pod)
    {
        if (pod.NodeAt("metadata.deletionTimestamp") is not null)
        {
            return pod.TextAt("status.reason") == "NodeLost" ? "Unknown" : IsOver(pod) ? Undeleted(pod) : "Terminating";
        }

        return Undeleted(pod);
    }

    private static string Undeleted(JsonObject pod)
    {
        var reason = pod.TextAt("status.reason");
        reason = reason.Length > 0 ? reason : pod.TextAt("status.phase");
        if (pod.PartsAt("status.conditions").Any(condition => condition.TextAt("type") == "PodScheduled" && condition.TextAt("reason") == "SchedulingGated"))
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
        var total = pod.PartsAt("spec.initContainers").Count();
        foreach (var (index, status) in pod.PartsAt("status.initContainerStatuses").Index())
        {
            var isDone = status.NumberAt("state.terminated.exitCode") == 0 || (sidecars.Contains(status.TextAt("name")) && status.FlagAt("started"));
            if (isDone)
            {
                continue;
            }

            if (status.PartAt("state.terminated") is { } terminated)
            {
                return $"Init:{Ended(terminated)}";
            }

            var waiting = status.TextAt("state.waiting.reason");
            return waiting.Length > 0 && waiting != "PodInitializing" ? $"Init:{waiting}" : $"Init:{index}/{total}";
        }

        return null;
    }

    private static string Containers(JsonObject pod, string reason)
    {
        var hasRunning = false;
        foreach (var status in pod.PartsAt("status.containerStatuses").Reverse())
        {
            var waiting = status.TextAt("state.waiting.reason");
            if (waiting.Length > 0)
            {
                reason = waiting;
            }
            else if (status.PartAt("state.terminated") is { } terminated)
            {
                reason = Ended(terminated);
            }

            hasRunning |= IsReadyAndRunning(status);
        }

        return reason == "Completed" && hasRunning ? (IsConditionTrue(pod, "Ready") ? "Running" : "NotReady") : reason;
    }

    private static string Ended(JsonObject terminated)
    {
        var reason = terminated.TextAt("reason");
        var signal = terminated.NumberAt("signal") ?? 0;
        return reason.Length > 0 ? reason : signal != 0 ? $"Signal:{signal}" : $"ExitCode:{terminated.NumberAt("exitCode") ?? 0}";
    }

    private static bool IsOver(JsonObject pod) => pod.TextAt("status.phase") is "Succeeded" or "Failed";

    private static bool IsConditionTrue(JsonObject pod, string type) =>
        pod.PartsAt("status.conditions").Any(condition => condition.TextAt("type") == type && condition.TextAt("status") == "True");
}
