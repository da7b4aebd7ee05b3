using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>Finds the resources of a kind by discovery, as upstream's REST mapper does; what was found is kept until forgotten.</summary>
public sealed class KindRoutes(KubeClient client)
{
    private readonly ConcurrentDictionary<(string Group, string Kind), Found> _known = new();

    /// <summary>The kind's resources in all versions of its group, the preferred one first; none when the API does not know it.</summary>
    public async Task<IReadOnlyList<KubeRoute>> FindAsync(string group, string kind, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((group, kind), out var known))
        {
            return known.Routes;
        }

        var routes = new List<KubeRoute>();
        var hasScale = false;
        foreach (var version in await VersionsAsync(group, cancellationToken))
        {
            var path = group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
            var answer = await AskAsync(path, KubeJson.Default.ApiResources, cancellationToken);
            var resources = answer?.Resources ?? [];
            var plurals = resources.Where(r => r.Kind == kind && !r.Name.Contains('/', StringComparison.Ordinal)).Select(r => r.Name).ToList();
            routes.AddRange(plurals.Select(plural => new KubeRoute(group, version, plural)));
            hasScale |= plurals.Exists(plural => resources.Any(r => r.Name == $"{plural}/scale"));
        }

        if (routes.Count > 0)
        {
            _known[(group, kind)] = new(routes, hasScale);
        }

        return routes;
    }

    /// <summary>Whether the kind was found and has a scale in no version; false where nothing was found of it.</summary>
    public bool LacksScale(string group, string kind) => _known.TryGetValue((group, kind), out var known) && !known.HasScale;

    /// <summary>Looks again the next time, since the kind is not where it was.</summary>
    public void Forget(string group, string kind) => _known.TryRemove((group, kind), out _);

    private async Task<IEnumerable<string>> VersionsAsync(string group, CancellationToken cancellationToken)
    {
        if (group.Length == 0)
        {
            return ["v1"];
        }

        var answer = await AskAsync($"/apis/{Uri.EscapeDataString(group)}", KubeJson.Default.ApiVersions, cancellationToken);
        return answer?.InOrder ?? [];
    }

    private async Task<T?> AskAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await client.GetRawAsync(path, cancellationToken), type);
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return null;
        }
    }

    private sealed record Found(IReadOnlyList<KubeRoute> Routes, bool HasScale);
}
