namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a container's status that Autoscale reads.</summary>
public sealed record ContainerStatus
{
    /// <summary>Name of the container.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>True once the container passes its readiness probe.</summary>
    public bool Ready { get; init; }

    /// <summary>How often the container was restarted.</summary>
    public int RestartCount { get; init; }

    /// <summary>What it does.</summary>
    public ContainerState State { get => field ?? new(); init; }

    /// <summary>How it ended before it was started again.</summary>
    public ContainerState LastState { get => field ?? new(); init; }

    /// <summary>What the node has given to the container, per resource.</summary>
    public IReadOnlyDictionary<string, Quantity>? AllocatedResources { get; init; }

    /// <summary>What the container runs with at present.</summary>
    public ResourceRequirements? Resources { get; init; }
}
