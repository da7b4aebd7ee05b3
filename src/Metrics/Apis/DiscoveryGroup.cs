namespace Autoscale.Metrics.Apis;

/// <summary>metav1.APIGroup; within a list without Kind and ApiVersion.</summary>
internal sealed record DiscoveryGroup(
    string? Kind, string? ApiVersion, string Name, IReadOnlyList<DiscoveryGroupVersion> Versions, DiscoveryGroupVersion PreferredVersion)
{
    /// <summary>A group with its versions.</summary>
    public static DiscoveryGroup Of(ServedGroup group, bool inList)
    {
        DiscoveryGroupVersion[] versions = [.. group.Versions.Select(version => new DiscoveryGroupVersion($"{group.Name}/{version}", version))];
        return new(inList ? null : "APIGroup", inList ? null : "v1", group.Name, versions, versions[0]);
    }
}
