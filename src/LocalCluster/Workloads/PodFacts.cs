using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>What the workload controllers read of a pod.</summary>
internal sealed record PodFacts
{
    private PodFacts(JsonObject pod)
    {
        Source = pod;
        Name = pod.Name();
        Uid = pod.Uid();
        Node = pod.Text("spec", "nodeName");
        Phase = pod.Text("status", "phase");
        Created = pod.Created();
        IsTerminating = pod.IsTerminating();
        var ready = pod.Condition("Ready");
        IsReady = ready.Text("status") == "True";
        ReadySince = IsReady ? ready.Instant("lastTransitionTime") : null;
        Restarts = pod.Objects("status", "containerStatuses").Select(status => status.Whole("restartCount") ?? 0).DefaultIfEmpty().Max();
        DeletionCost = int.TryParse(
            pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;
    }

    /// <summary>The stored object.</summary>
    public JsonObject Source { get; }

    /// <summary>Name of the pod.</summary>
    public string Name { get; }

    /// <summary>Identity of the pod.</summary>
    public string Uid { get; }

    /// <summary>The node that runs it, "" while it is not placed.</summary>
    public string Node { get; }

    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public string Phase { get; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>Whether its deletion has begun.</summary>
    public bool IsTerminating { get; }

    /// <summary>Whether its Ready condition is True.</summary>
    public bool IsReady { get; }

    /// <summary>Since when it is ready; null while it is not.</summary>
    public DateTimeOffset? ReadySince { get; }

    /// <summary>The most restarts that one of its containers had.</summary>
    public long Restarts { get; }

    /// <summary>controller.kubernetes.io/pod-deletion-cost, 0 when absent or malformed.</summary>
    public int DeletionCost { get; }

    /// <summary>Whether it is neither ended nor on its way out.</summary>
    public bool IsActive => !IsEnded && !IsTerminating;

    /// <summary>Whether it is Succeeded or Failed.</summary>
    public bool IsEnded => Phase is "Succeeded" or "Failed";

    /// <summary>Reads a stored pod.</summary>
    public static PodFacts From(JsonObject pod) => new(pod);

    /// <summary>Whether it has been ready for the given time.</summary>
    public bool IsAvailable(TimeSpan minReady, DateTimeOffset now) =>
        IsReady && (minReady == TimeSpan.Zero || (ReadySince is { } since && since + minReady <= now));

    /// <summary>When it will have been ready for the given time; null when it is not ready, or has been already.</summary>
    public DateTimeOffset? AvailableAt(TimeSpan minReady, DateTimeOffset now) =>
        ReadySince is { } since && since + minReady > now ? since + minReady : null;
}
