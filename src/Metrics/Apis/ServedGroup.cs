namespace Autoscale.Metrics.Apis;

/// <summary>A group's name and its versions, the preferred one first.</summary>
internal sealed record ServedGroup(MetricsApiGroup Group, string Name, params IReadOnlyList<string> Versions)
{
    /// <summary>All groups that can be served.</summary>
    public static IReadOnlyList<ServedGroup> All { get; } =
    [
        new(MetricsApiGroup.Resource, "metrics.k8s.io", "v1beta1"),
        new(MetricsApiGroup.Custom, "custom.metrics.k8s.io", "v1beta2", "v1beta1"),
        new(MetricsApiGroup.External, "external.metrics.k8s.io", "v1beta1"),
    ];

    /// <summary>Those of the groups, in the order in which they are shown.</summary>
    public static IReadOnlyList<ServedGroup> Of(IReadOnlyCollection<MetricsApiGroup> groups) => [.. All.Where(one => groups.Contains(one.Group))];
}
