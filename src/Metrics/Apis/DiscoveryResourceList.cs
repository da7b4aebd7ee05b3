namespace Autoscale.Metrics.Apis;

/// <summary>metav1.APIResourceList.</summary>
internal sealed record DiscoveryResourceList(string Kind, string ApiVersion, string GroupVersion, IReadOnlyList<DiscoveryResource> Resources)
{
    /// <summary>The list of a group version.</summary>
    public static DiscoveryResourceList Of(string group, string version, IEnumerable<DiscoveryResource> resources) =>
        new("APIResourceList", "v1", $"{group}/{version}", [.. resources]);
}
