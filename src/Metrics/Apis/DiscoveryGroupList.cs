namespace Autoscale.Metrics.Apis;

/// <summary>metav1.APIGroupList.</summary>
internal sealed record DiscoveryGroupList(string Kind, string ApiVersion, IReadOnlyList<DiscoveryGroup> Groups)
{
    /// <summary>The list of the groups.</summary>
    public static DiscoveryGroupList Of(IEnumerable<ServedGroup> groups) =>
        new("APIGroupList", "v1", [.. groups.Select(group => DiscoveryGroup.Of(group, inList: true))]);
}
