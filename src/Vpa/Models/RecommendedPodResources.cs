using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>What is recommended for the containers of a pod.</summary>
public sealed record RecommendedPodResources
{
    /// <summary>By container.</summary>
    public IReadOnlyList<RecommendedContainerResources> ContainerRecommendations { get => field ?? []; init => field = value.Filled(); }
}
