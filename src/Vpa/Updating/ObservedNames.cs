using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Vpa.Updating;

/// <summary>Which containers of a pod count: those that it had when it was admitted, by its annotation, or all where that cannot be read.</summary>
internal readonly record struct ObservedNames(IReadOnlyList<string>? Names)
{
    /// <summary>Reads the annotation of a pod.</summary>
    public static ObservedNames Of(Pod pod) =>
        new(pod.Metadata.Annotations?.GetValueOrDefault(PodPatch.ObservedContainersAnnotation) is { } text ? ObservedContainers.Parse(text) : null);

    /// <summary>Whether the container counts.</summary>
    public bool Include(string container) => Names?.Contains(container) ?? true;
}
