using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Extensions;
using Autoscale.Quota;

namespace Autoscale.Checks;

/// <summary>Reads objects of a cluster as they are, and what it serves; writes nothing.</summary>
internal sealed class LiveCluster(KubeClient client)
{
    private const int MayNot = 403;

    /// <summary>One object; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(ResourceKind kind, string @namespace, string name, CancellationToken cancellationToken) =>
        await ReadAsync(new KubeRoute(kind.Group, kind.Version, kind.Plural, @namespace, name).Path, cancellationToken);

    /// <summary>The objects of a namespace, or of all where it is ""; none where the kind is not served.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceKind kind, string @namespace, CancellationToken cancellationToken)
    {
        var list = await ReadAsync(new KubeRoute(kind.Group, kind.Version, kind.Plural, @namespace).Path, cancellationToken);
        return [.. list.PartsAt("items")];
    }

    /// <summary>Whether a failure says that the user may not read something.</summary>
    public static bool IsForbidden(KubeError failure) => failure.Code == MayNot;

    /// <summary>Adds the kind of an object, if it is served.</summary>
    public async Task AddKindAsync(KindCatalog catalog, ManifestObject subject, CancellationToken cancellationToken)
    {
        var served = await ResourcesAsync(subject.Group, subject.Version, cancellationToken);
        if (served.FirstOrDefault(one => one.TextAt("kind") == subject.Kind) is { } found)
        {
            if (await DefinitionAsync($"{found.TextAt("name")}.{subject.Group}", cancellationToken) is { } definition)
            {
                catalog.AddDefined(definition);
            }

            catalog.Add(subject.Group, subject.Version, subject.Kind, found.TextAt("name"), found.FlagAt("namespaced"));
        }
    }

    /// <summary>Adds the kind of a resource that a quota counts, if it is served.</summary>
    public async Task AddKindAsync(KindCatalog catalog, GroupResource resource, CancellationToken cancellationToken)
    {
        var group = resource.Group.Length == 0 ? null : await ReadAsync($"/apis/{resource.Group}", cancellationToken);
        var version = resource.Group.Length == 0 ? "v1" : group.TextAt("preferredVersion.version");
        var served = version.Length == 0 ? [] : await ResourcesAsync(resource.Group, version, cancellationToken);
        if (served.FirstOrDefault(one => one.TextAt("name") == resource.Resource) is { } found)
        {
            catalog.Add(resource.Group, version, found.TextAt("kind"), resource.Resource, found.FlagAt("namespaced"));
        }
    }

    // Who may not read definitions is told less.
    private async Task<JsonObject?> DefinitionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(CustomResourceDefinitionKind.Description, "", name, cancellationToken);
        }
        catch (KubeError failure) when (IsForbidden(failure))
        {
            return null;
        }
    }

    private async Task<IEnumerable<JsonObject>> ResourcesAsync(string group, string version, CancellationToken cancellationToken)
    {
        var list = await ReadAsync(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", cancellationToken);
        return list.PartsAt("resources").Where(one => !one.TextAt("name").Contains('/', StringComparison.Ordinal));
    }

    private async Task<JsonObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonText.Read(await client.GetRawAsync(path, cancellationToken)) as JsonObject;
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return null;
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"{path}: the cluster's answer is no JSON: {malformed.Message}");
        }
    }
}
