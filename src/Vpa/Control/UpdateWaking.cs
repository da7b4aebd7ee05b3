using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Asks for rounds between the regular ones, over one namespace: once a container of it was killed for want of memory, and when a
/// recommendation of it changes within five minutes of that. Safe for any number of threads.
/// </summary>
internal sealed class UpdateWaking(WorkQueue queue, TimeProvider time)
{
    private static readonly TimeSpan Alertness = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _killed = [];

    /// <summary>The key of a round over one namespace, "" for all.</summary>
    public static ObjectKey KeyOf(string @namespace) => new("", "Updates", @namespace, "pods");

    /// <summary>Notes a change of a pod.</summary>
    public void PodChanged(ObjectChange<Pod> change)
    {
        if (change is { Before: { } before, After: { } after } && Kills(after) > Kills(before))
        {
            lock (_lock)
            {
                _killed[after.Metadata.Namespace] = time.GetUtcNow();
            }

            queue.AddAfter(KeyOf(after.Metadata.Namespace), Rest);
        }
    }

    /// <summary>Notes a change of an autoscaler.</summary>
    public void AutoscalerChanged(ObjectChange<VerticalPodAutoscaler> change)
    {
        var name = change.Object.Metadata.Namespace;
        if (change.After is not null && IsAlert(name))
        {
            queue.AddAfter(KeyOf(name), Rest);
        }
    }

    private bool IsAlert(string name)
    {
        lock (_lock)
        {
            var isAlert = _killed.TryGetValue(name, out var at) && time.GetUtcNow() - at < Alertness;
            if (!isAlert)
            {
                _killed.Remove(name);
            }

            return isAlert;
        }
    }

    // An end that is seen twice, as the state and as the last one, counts once.
    private static int Kills(Pod pod) => pod.Status.ContainerStatuses
        .Where(status => status.State.Terminated?.Reason == "OOMKilled" || status.LastState.Terminated?.Reason == "OOMKilled")
        .Sum(status => status.RestartCount + (status.State.Terminated is null ? 0 : 1));
}
