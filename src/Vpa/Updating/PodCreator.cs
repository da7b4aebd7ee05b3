using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>The controller that made a pod, by which pods form groups.</summary>
/// <param name="Namespace">The namespace of both.</param>
/// <param name="Kind">The kind of the controller, e.g. ReplicaSet.</param>
/// <param name="Name">Its name.</param>
public readonly record struct PodCreator(string Namespace, string Kind, string Name)
{
    /// <summary>The controller that a pod names as the one that manages it; null where there is none.</summary>
    public static PodCreator? Of(Pod pod) => pod.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller) is { } owner
        ? new(pod.Metadata.Namespace, owner.Kind, owner.Name)
        : null;

    /// <summary>Whether controllers of the kind say how many pods there are to be.</summary>
    public bool SaysHowMany => Kind is "ReplicaSet" or "StatefulSet" or "ReplicationController" or "DaemonSet";

    /// <inheritdoc />
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
