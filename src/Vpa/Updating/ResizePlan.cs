using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Vpa.Updating;

/// <summary>What a resize sets, after upstream's resource_updates of the package inplace.</summary>
internal static class ResizePlan
{
    /// <summary>
    /// By container: what is recommended; for one whose boost is over and for which nothing is, what it had before; nothing while it
    /// is boosted or the autoscaler only recommends.
    /// </summary>
    public static PodResources Of(VerticalPodAutoscaler vpa, Pod pod, PodResources recommended, DateTimeOffset now)
    {
        var expired = StartupBoostEnd.Expired(pod, vpa, now);
        var isOff = UpdateModes.Of(vpa) == UpdateModes.Off;
        return new()
        {
            Containers = [.. pod.Spec.Containers.Zip(recommended.Containers, (container, resources) =>
            {
                var target = isOff ? ContainerResources.Unchanged : resources;
                return expired.Contains(container.Name) ? target.IsEmpty ? Before(pod, container.Name) : target
                    : StartupBoostEnd.IsBoosted(pod, container.Name) ? ContainerResources.Unchanged
                    : target;
            })],
        };
    }

    // An annotation that somebody spoilt leaves the container with its boost rather than with nothing.
    private static ContainerResources Before(Pod pod, string container) => OriginalResources.Of(pod, container) is { } before
        ? new() { Requests = before.Requests, Limits = before.Limits }
        : ContainerResources.Unchanged;
}
