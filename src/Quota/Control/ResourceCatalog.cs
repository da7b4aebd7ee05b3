using System.Text.Json;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Quota.Control;

/// <summary>
/// Where the API serves a resource: asked of it once a group, and again for a resource that it did not serve, since custom ones come
/// later. For one caller at a time.
/// </summary>
internal sealed class ResourceCatalog(KubeClient client)
{
    private readonly Dictionary<GroupResource, KubeRoute> _known = [];

    /// <summary>The route of a resource; null when the API does not serve it now, or not in namespaces.</summary>
    public async Task<KubeRoute?> FindAsync(GroupResource resource, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(resource, out var known))
        {
            return known;
        }

        foreach (var version in await VersionsAsync(resource.Group, cancellationToken))
        {
            var served = await ServedAsync(new(resource.Group, version, ""), cancellationToken);
            if (served.Any(one => one.Name == resource.Resource && one.IsFollowable && (one.Namespaced || resource == ClaimFacts.Classes)))
            {
                return _known[resource] = new(resource.Group, version, resource.Resource);
            }
        }

        return null;
    }

    // The preferred version comes first, then the others: some resources are served by an older one alone.
    private async Task<IEnumerable<string>> VersionsAsync(string group, CancellationToken cancellationToken)
    {
        if (group.Length == 0)
        {
            return ["v1"];
        }

        var groups = Parse(await client.GetRawAsync("/apis", cancellationToken), QuotaJson.Default.ApiGroups);
        return groups.Groups.FirstOrDefault(one => one.Name == group) is { } found
            ? found.Versions.Prepend(found.PreferredVersion).Select(one => one.Version).Distinct()
            : [];
    }

    private async Task<IReadOnlyList<ApiResources.ApiResource>> ServedAsync(KubeRoute route, CancellationToken cancellationToken)
    {
        try
        {
            var path = route.Group.Length == 0 ? "/api/v1" : $"/apis/{route.Group}/{route.Version}";
            return Parse(await client.GetRawAsync(path, cancellationToken), QuotaJson.Default.ApiResources).Resources;
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            // The group went away after it was listed.
            return [];
        }
    }

    private static T Parse<T>(byte[] json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException("the server answered null");
}
