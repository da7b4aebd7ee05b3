using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>The status of a pod that follows from its containers, as a kubelet reports it.</summary>
internal static class PodLifecycle
{
    /// <summary>The new status of a stored pod.</summary>
    public static JsonObject Status(JsonObject pod, PodRun run, DateTimeOffset now)
    {
        var (place, states) = (run.Place, run.States);
        var status = (pod["status"] as JsonObject)?.Copy() ?? [];
        var phase = Phase(pod, states);
        status["phase"] = phase;
        status["startTime"] = place.AcceptedAt.ToWire();
        status["hostIP"] = place.NodeAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = place.NodeAddress });
        var hasRun = states.Any(state => state.StartedAt is not null);
        if (hasRun)
        {
            status["podIP"] = place.PodAddress;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = place.PodAddress });
        }

        SetConditions(status, phase, hasRun, states, now);
        SetContainers(status, "containerStatuses", pod.Objects("spec", "containers"), run);
        SetContainers(status, "initContainerStatuses", pod.Objects("spec", "initContainers"), run);
        SetPodLevel(status, run.Resizing);
        run.Resizing.Report(status, now);
        status["observedGeneration"] = pod.Generation();
        return status;
    }

    private static string Phase(JsonObject pod, IReadOnlyList<ContainerState> states)
    {
        var names = pod.Objects("spec", "containers").Select(container => container.Text("name")).ToHashSet();
        var plain = states.Where(state => names.Contains(state.Name)).ToList();
        if (plain.TrueForAll(state => state.Phase == ContainerPhase.Ended))
        {
            return plain.TrueForAll(state => state.End?.ExitCode == 0) ? "Succeeded" : "Failed";
        }

        return states.Any(state => state.StartedAt is not null) ? "Running" : "Pending";
    }

    private static void SetConditions(
        JsonObject status, string phase, bool hasRun, IReadOnlyList<ContainerState> states, DateTimeOffset now)
    {
        var unready = states.Where(state => !state.IsReady).Select(state => state.Name).ToList();
        var (reason, message) = phase == "Succeeded" ? ("PodCompleted", "")
            : phase == "Failed" ? ("PodFailed", "")
            : unready.Count == 0 ? ("", "")
            : ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
        var ready = reason.Length == 0 ? "True" : "False";
        PodConditions.Set(status, Conditions.Of("PodReadyToStartContainers", hasRun && phase is "Running" ? "True" : "False", "", ""), now);
        PodConditions.Set(status, Conditions.Of("Initialized", "True", phase == "Succeeded" ? reason : "", ""), now);
        PodConditions.Set(status, Conditions.Of("Ready", ready, reason, message), now);
        PodConditions.Set(status, Conditions.Of("ContainersReady", ready, reason, message), now);
    }

    private static void SetContainers(JsonObject status, string part, IEnumerable<JsonObject> containers, PodRun run)
    {
        var list = new JsonArray();
        foreach (var container in containers)
        {
            var state = run.States.FirstOrDefault(state => state.Name == container.Text("name"));
            list.Add(state is null ? Finished(container) : Describe(container, state, run));
        }

        if (list.Count > 0)
        {
            status[part] = list;
        }
    }

    private static void SetPodLevel(JsonObject status, PodResizing resizing)
    {
        if (resizing.Allocated.PodLevel is { Count: > 0 })
        {
            status["allocatedResources"] = resizing.Allocated.Total();
            status["resources"] = resizing.Actual.PodLevel?.DeepClone();
        }
    }

    private static JsonObject Describe(JsonObject container, ContainerState state, PodRun run)
    {
        var resizing = run.Resizing;
        var isOver = state.Phase is ContainerPhase.Ended or ContainerPhase.Restarting;
        var described = new JsonObject
        {
            ["name"] = state.Name,
            ["image"] = container.Text("image"),
            ["imageID"] = "",
            ["ready"] = state.IsReady,
            ["started"] = state.Phase == ContainerPhase.Running,
            ["restartCount"] = state.Restarts,
            ["state"] = Current(state, run),
            ["lastState"] = (isOver ? state.EndBefore : state.End) is { } end ? Terminated(end) : new JsonObject(),
        };
        if (state.StartedAt is { } startedAt)
        {
            described["containerID"] = $"simulated://{state.Name}-{startedAt.ToUnixTimeMilliseconds()}";
        }

        // Also of a container without any: whoever reports nothing cannot resize.
        described["resources"] = resizing.Actual.Resources(state.Name).DeepClone();
        if (resizing.Allocated.Resources(state.Name)["requests"] is JsonObject { Count: > 0 } requests)
        {
            described["allocatedResources"] = requests.DeepClone();
        }

        return described;
    }

    private static JsonObject Current(ContainerState state, PodRun run) => state switch
    {
        { Phase: ContainerPhase.Running } => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = state.StartedAt.GetValueOrDefault().ToWire() } },
        { Phase: ContainerPhase.Ended or ContainerPhase.Restarting, End: { } end } => Terminated(end),
        { Phase: ContainerPhase.Waiting, BackOff.Ticks: > 0 } => Waiting(
            "CrashLoopBackOff", $"back-off {GoDuration.Write(state.BackOff)} restarting failed container={state.Name} pod={run.Name}_{run.Namespace}({run.Uid})"),
        _ => Waiting("ContainerCreating", ""),
    };

    private static JsonObject Waiting(string reason, string message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message.Length > 0)
        {
            waiting["message"] = message;
        }

        return new JsonObject { ["waiting"] = waiting };
    }

    private static JsonObject Terminated(ContainerEnd end)
    {
        var terminated = new JsonObject
        {
            ["exitCode"] = end.ExitCode,
            ["reason"] = end.Reason,
            ["finishedAt"] = end.EndedAt.ToWire(),
            ["startedAt"] = end.StartedAt.ToWire(),
        };
        if (end.Failure.Length > 0)
        {
            terminated["message"] = end.Failure;
        }

        return new JsonObject { ["terminated"] = terminated };
    }

    /// <summary>A plain init container: it did its work before the others started, in no time.</summary>
    private static JsonObject Finished(JsonObject container) => new()
    {
        ["name"] = container.Text("name"),
        ["image"] = container.Text("image"),
        ["imageID"] = "",
        ["ready"] = true,
        ["started"] = false,
        ["restartCount"] = 0,
        ["state"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed" } },
        ["lastState"] = new JsonObject(),
    };
}
