using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Models;

/// <summary>What is recommended for one container: CPU in cores, memory in bytes.</summary>
public sealed record RecommendedContainerResources
{
    /// <summary>The container.</summary>
    public string ContainerName { get => field ?? ""; init; }

    /// <summary>The requests that it should have.</summary>
    public IReadOnlyDictionary<string, Quantity>? Target { get; init; }

    /// <summary>Below this the container is likely to suffer.</summary>
    public IReadOnlyDictionary<string, Quantity>? LowerBound { get; init; }

    /// <summary>Beyond this resources are likely to be wasted.</summary>
    public IReadOnlyDictionary<string, Quantity>? UpperBound { get; init; }

    /// <summary>The target before policies and limits bound it.</summary>
    public IReadOnlyDictionary<string, Quantity>? UncappedTarget { get; init; }
}
