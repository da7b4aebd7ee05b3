namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a container that Autoscale reads.</summary>
public sealed record Container
{
    /// <summary>Name, unique in the pod.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Image reference.</summary>
    public string? Image { get; init; }

    /// <summary>Requests and limits.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>What becomes of it when a resource is resized; what is not named needs no restart.</summary>
    public IReadOnlyList<ContainerResizePolicy> ResizePolicy { get => field ?? []; init => field = value.Filled(); }

    /// <summary>"Always" on an init container makes it a sidecar.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>True for an init container that keeps running beside the others.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsSidecar => RestartPolicy == "Always";
}
