using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>The body of an eviction, policy/v1, of the very pod that was decided on and none of the same name after it.</summary>
internal sealed record PodEviction
{
    /// <summary>The group and version.</summary>
    public string ApiVersion { get; } = "policy/v1";

    /// <summary>The kind.</summary>
    public string Kind { get; } = "Eviction";

    /// <summary>Name and namespace of the pod.</summary>
    public required PodName Metadata { get; init; }

    /// <summary>How it is deleted.</summary>
    public required PodDeletion DeleteOptions { get; init; }

    /// <summary>The eviction of a pod.</summary>
    public static PodEviction Of(Pod pod) => new()
    {
        Metadata = new(pod.Metadata.Name, pod.Metadata.Namespace),
        DeleteOptions = new(new(pod.Metadata.Uid)),
    };

    internal sealed record PodName(string Name, string Namespace);

    internal sealed record PodDeletion(PodIdentity Preconditions);

    internal sealed record PodIdentity(string Uid);
}
