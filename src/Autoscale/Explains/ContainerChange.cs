using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Explains;

/// <summary>What one container has, and what it would get.</summary>
/// <param name="Container">Its name.</param>
/// <param name="Current">What it has, or what its template says.</param>
/// <param name="Desired">What would be set.</param>
internal sealed record ContainerChange(string Container, ResourceRequirements Current, ContainerResources Desired)
{
    /// <summary>What would be set of each container of a pod.</summary>
    public static IReadOnlyList<ContainerChange> Of(Pod pod, PodResources resources, Func<Container, ResourceRequirements> current) =>
        [.. pod.Spec.Containers.Zip(resources.Containers, (container, desired) => new ContainerChange(container.Name, current(container), desired))];
}
