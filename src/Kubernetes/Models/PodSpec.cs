namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a pod's specification that Autoscale reads.</summary>
public sealed record PodSpec
{
    /// <summary>The node that runs the pod, or null while it is not placed.</summary>
    public string? NodeName { get; init; }

    /// <summary>The containers.</summary>
    public IReadOnlyList<Container> Containers { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Containers that run before the others; with restartPolicy Always they are sidecars.</summary>
    public IReadOnlyList<Container> InitContainers { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Resources of the pod as a whole, where given.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>What running the pod costs beside its containers.</summary>
    public IReadOnlyDictionary<string, Quantity>? Overhead { get; init; }

    /// <summary>Seconds after which the pod is ended; null when it may run for ever.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>Which pods the pod wants to be near to or far from.</summary>
    public Affinity? Affinity { get; init; }

    /// <summary>Name of the priority class.</summary>
    public string? PriorityClassName { get; init; }

    /// <summary>Always, OnFailure or Never.</summary>
    public string? RestartPolicy { get; init; }
}
