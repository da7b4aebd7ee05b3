namespace Autoscale.Metrics.Apis;

/// <summary>One resource of aggregated discovery, with its parts.</summary>
internal sealed record AggregatedResource(string Resource, AggregatedKind ResponseKind, string Scope, string SingularResource, IReadOnlyList<string> Verbs)
{
    /// <summary>The parts; null for none.</summary>
    public IReadOnlyList<AggregatedSubresource>? Subresources { get; init; }

    /// <summary>The resources of a legacy list; parts whose whole is not in it get one without verbs, as k8s.io/apiserver does it.</summary>
    public static IReadOnlyList<AggregatedResource> Of(IEnumerable<DiscoveryResource> resources) =>
    [
        .. resources
            .Select(one => (Name: one.Name.Split('/', 2), Resource: one))
            .GroupBy(one => (one.Name[0], one.Resource.Namespaced))
            .Select(group => Of(group.Key.Item1, [.. group])),
    ];

    private static AggregatedResource Of(string name, IReadOnlyList<(string[] Name, DiscoveryResource Resource)> members)
    {
        var whole = members.Select(one => one.Resource).FirstOrDefault(one => one.Name == name);
        var parts = members.Where(one => one.Name.Length > 1)
            .Select(one => new AggregatedSubresource(one.Name[1], new("", "", one.Resource.Kind), one.Resource.Verbs))
            .ToList();
        return new(name, new("", "", whole?.Kind ?? ""), members[0].Resource.Namespaced ? "Namespaced" : "Cluster", "", whole?.Verbs ?? [])
        {
            Subresources = parts.Count == 0 ? null : parts,
        };
    }
}
