using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Observing;

/// <summary>Tells from pods and events which containers ran out of memory, after pkg/recommender/input/oom.</summary>
internal static class OomSightings
{
    private const string Killed = "OOMKilled";

    /// <summary>The containers that were killed between two states of a pod.</summary>
    public static IEnumerable<OomSighting> Between(Pod before, Pod after)
    {
        foreach (var status in after.Status.ContainerStatuses)
        {
            var earlier = before.Status.ContainerStatuses.FirstOrDefault(one => one.Name == status.Name);
            if (earlier is null)
            {
                continue;
            }

            // One that fails fast may be seen ended twice in a row.
            var isRestarted = status.RestartCount > earlier.RestartCount;
            if (status.State.Terminated is { Reason: Killed } end && (earlier.State.Terminated is null || isRestarted))
            {
                yield return Of(after, status.Name, end);
            }
            else if (isRestarted
                && status.State.Running is not null && earlier.State.Running is not null
                && status.LastState.Terminated is { Reason: Killed } last)
            {
                // The end itself was not seen; what it ran with stands in the earlier state. From waiting to running would count
                // one kill twice.
                yield return Of(before, status.Name, last);
            }
        }
    }

    /// <summary>
    /// The newest kill of each container of a pod that was not seen before. Upstream passes these over, and so forgets the kills that
    /// came while it did not run; whoever asks must leave out those that are known already.
    /// </summary>
    public static IEnumerable<OomSighting> In(Pod pod)
    {
        foreach (var status in pod.Status.ContainerStatuses)
        {
            if ((status.State.Terminated ?? status.LastState.Terminated) is { Reason: Killed, FinishedAt: not null } end)
            {
                yield return Of(pod, status.Name, end);
            }
        }
    }

    /// <summary>The containers for whose memory a node evicted their pod, as the kubelet's event names them.</summary>
    public static IEnumerable<OomSighting> In(KubeEvent told)
    {
        var containers = Entries(told, "offending_containers");
        var usages = Entries(told, "offending_containers_usage");
        var starved = Entries(told, "starved_resource");
        if (told.Reason != "Evicted" || told.InvolvedObject.Kind != "Pod" || containers.Length != usages.Length || containers.Length != starved.Length)
        {
            yield break;
        }

        for (var index = 0; index < containers.Length; index++)
        {
            if (starved[index] == Resources.Memory && Quantity.TryParse(usages[index], out var usage, out _))
            {
                var pod = told.InvolvedObject;
                yield return new(pod.Namespace ?? "", pod.Name ?? "", containers[index], told.Metadata.CreationTimestamp, usage.SaturatedValue);
            }
        }
    }

    private static string[] Entries(KubeEvent told, string annotation) =>
        told.Metadata.Annotations?.GetValueOrDefault(annotation)?.Split(',') ?? [];

    private static OomSighting Of(Pod pod, string container, TerminatedState end)
    {
        var requests = ContainerAmounts.Of(pod, container).Requests;
        return new(
            pod.Metadata.Namespace,
            pod.Metadata.Name,
            container,
            end.FinishedAt,
            requests?.GetValueOrDefault(Resources.Memory).SaturatedValue ?? 0);
    }
}
