using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>How far a node has come with resizing a pod: what it has set aside, what the containers run with, and what it cannot do; after pkg/kubelet/allocation.</summary>
internal sealed class PodResizing
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ErrorRetry = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _due;
    private long _generation;
    private ResizeVerdict _pending = new("", "");
    private long _pendingGeneration;
    private string _error = "";

    /// <summary>Begins with what a pod wants that the node takes in.</summary>
    public PodResizing(JsonObject pod) => Allocated = Actual = PodAllocation.Of(pod);

    /// <summary>What the node has set aside.</summary>
    public PodAllocation Allocated { get; private set; }

    /// <summary>What the containers run with.</summary>
    public PodAllocation Actual { get; private set; }

    /// <summary>Decides on what the pod wants, and carries out what was accepted once the delay is over, unless something is in its way ("" when nothing is).</summary>
    public ResizeStep Step(JsonObject pod, Func<PodAllocation, ResizeVerdict> decide, ResizeTerms terms, DateTimeOffset now)
    {
        var notes = new List<EventNote>();
        var wanted = PodAllocation.Of(pod);
        var verdict = wanted.IsSame(Allocated) ? new ResizeVerdict("", "") : decide(wanted);
        if (!verdict.IsAccepted)
        {
            if ((verdict, pod.Generation()) != (_pending, _pendingGeneration))
            {
                notes.Add(EventNote.Warning($"Resize{verdict.Reason}", $"Pod resize {verdict.Reason}: {wanted.Describe(pod.Generation(), verdict.Message)}"));
            }
        }
        else if (!wanted.IsSame(Allocated))
        {
            (Allocated, _due, _generation, _error) = (wanted, now + terms.Delay, pod.Generation(), "");
            notes.Add(EventNote.Normal("ResizeStarted", $"Pod resize started: {wanted.Describe(_generation, "")}"));
        }

        (_pending, _pendingGeneration) = (verdict, pod.Generation());
        if (_due <= now)
        {
            CarryOut(terms.Obstacle(), notes, now);
        }

        return new ResizeStep(notes, _due - now ?? (_pending.Reason == "Deferred" ? Retry : null));
    }

    /// <summary>Shows in a pod's status what is pending and what is going on, in place.</summary>
    public void Report(JsonObject status, DateTimeOffset now)
    {
        Show(status, "PodResizePending", !_pending.IsAccepted, (_pending, _pendingGeneration), now);
        Show(status, "PodResizeInProgress", _due is not null, (new ResizeVerdict(_error.Length > 0 ? "Error" : "", _error), _generation), now);
    }

    private void CarryOut(string obstacle, List<EventNote> notes, DateTimeOffset now)
    {
        if (obstacle.Length == 0)
        {
            (Actual, _due, _error) = (Allocated, null, "");
            notes.Add(EventNote.Normal("ResizeCompleted", $"Pod resize completed: {Actual.Describe(_generation, "")}"));
            return;
        }

        _due = now + ErrorRetry;
        if (obstacle != _error)
        {
            notes.Add(EventNote.Warning("ResizeError", $"Pod resize error: {Allocated.Describe(_generation, obstacle)}"));
        }

        _error = obstacle;
    }

    private static void Show(JsonObject status, string type, bool holds, (ResizeVerdict Verdict, long Generation) why, DateTimeOffset now)
    {
        if (!holds)
        {
            Conditions.Remove(status, type);
            return;
        }

        var condition = Conditions.Of(type, "True", why.Verdict.Reason, why.Verdict.Message);
        condition["observedGeneration"] = why.Generation;
        PodConditions.Set(status, condition, now);
    }
}
