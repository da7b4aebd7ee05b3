namespace Autoscale.Kubernetes.Models;

/// <summary>What the API answers when asked for the resources of a group and version.</summary>
public sealed record ApiResources
{
    /// <summary>The resources, and their subresources.</summary>
    public IReadOnlyList<ApiResource> Resources { get => field ?? []; init => field = value.Filled(); }
}
