using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Capping;

/// <summary>What a container runs with, after pkg/utils/resources: by its status where the node says so, else by its specification.</summary>
public static class ContainerAmounts
{
    private static readonly ResourceRequirements Nothing = new();

    /// <summary>The requests and limits of the container of that name; none when the pod has no such container.</summary>
    public static ResourceRequirements Of(Pod pod, string container) =>
        pod.Status.ContainerStatuses.FirstOrDefault(status => status.Name == container)?.Resources
        ?? pod.Spec.Containers.FirstOrDefault(item => item.Name == container)?.Resources
        ?? Nothing;
}
