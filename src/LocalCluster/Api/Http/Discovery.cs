using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers /api, /apis and below: aggregated discovery for clients that ask for it, the legacy lists for others.</summary>
internal sealed class Discovery
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    // Upstream orders groups by the priorities of their APIServices.
    private static readonly string[] Order =
    [
        "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch",
        "certificates.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io",
        "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io",
        "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
    ];

    private readonly List<DiscoveryGroup> _own;
    private readonly Func<CancellationToken, Task<IReadOnlyList<DiscoveryGroup>>> _aggregated;

    /// <summary>Shows the kinds (in their order within a group's versions) and what aggregated servers offer.</summary>
    public Discovery(IEnumerable<ResourceKind> kinds, Func<CancellationToken, Task<IReadOnlyList<DiscoveryGroup>>> aggregated)
    {
        _aggregated = aggregated;
        _own = [.. kinds.GroupBy(kind => (kind.Group, kind.Version))
            .Select(group => new DiscoveryGroup(
                group.Key.Group,
                group.Key.Version,
                [.. group.OrderBy(kind => kind.Plural, StringComparer.Ordinal).SelectMany(DiscoveryResources.Legacy)]))
            .OrderBy(group => Array.IndexOf(Order, group.Group) is >= 0 and var position ? position : Order.Length)];
    }

    /// <summary>Answers when the path is one of discovery's; false when it is not.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (http.Request.Method != "GET" || parts.Length > 3 || parts is not (["api", ..] or ["apis", ..]))
        {
            return false;
        }

        var groups = parts[0] == "api" ? _own.Where(group => group.Group.Length == 0).ToList() : await GroupsAsync(http.RequestAborted);
        switch (parts)
        {
            case ["api" or "apis"] when WantsAggregated(http):
                await WriteAggregatedAsync(http, groups);
                return true;
            case ["api"]:
                await http.WriteJsonAsync(200, Versions(http));
                return true;
            case ["apis"]:
                await http.WriteJsonAsync(200, GroupList(groups));
                return true;
            case ["api", var version]:
                return await WriteResourcesAsync(http, groups.Find(group => group.Version == version));
            case ["apis", var name]:
                return await WriteGroupAsync(http, [.. groups.Where(group => group.Group == name)]);
            case ["apis", var name, var version]:
                return await WriteResourcesAsync(http, groups.Find(group => group.Group == name && group.Version == version));
            default:
                return false;
        }
    }

    private static bool WantsAggregated(HttpContext http) =>
        MediaRange.Parse(http.Request.Headers.Accept).FirstOrDefault(range => range.AllowsJson && range.Parameter("v") is "" or "v2") is { } first
        && first.Parameter("as") == "APIGroupDiscoveryList" && first.Parameter("g") == "apidiscovery.k8s.io";

    private async Task<List<DiscoveryGroup>> GroupsAsync(CancellationToken cancellationToken) =>
        [.. _own.Where(group => group.Group.Length > 0), .. await _aggregated(cancellationToken)];

    private static async Task WriteAggregatedAsync(HttpContext http, List<DiscoveryGroup> groups)
    {
        var body = StoredObject.Serialize(new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups.GroupBy(group => group.Group).Select(AggregatedGroup)]),
        });
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.CacheControl = "public";
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = 304;
            return;
        }

        await http.WriteAsync(200, AggregatedType, body);
    }

    private static JsonNode AggregatedGroup(IGrouping<string, DiscoveryGroup> versions) => new JsonObject
    {
        ["metadata"] = versions.Key.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = versions.Key },
        ["versions"] = new JsonArray([.. versions.Select(version => new JsonObject
        {
            ["version"] = version.Version,
            ["resources"] = DiscoveryResources.Aggregated(version.Resources),
            ["freshness"] = version.IsStale ? "Stale" : "Current",
        })]),
    };

    private static JsonObject Versions(HttpContext http) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = http.Request.Host.Value ?? "" }),
    };

    private static JsonObject GroupList(List<DiscoveryGroup> groups) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. groups.GroupBy(group => group.Group).Select(group => Group([.. group]))]),
    };

    private static JsonObject Group(IReadOnlyList<DiscoveryGroup> versions) => new()
    {
        ["name"] = versions[0].Group,
        ["versions"] = new JsonArray([.. versions.Select(Version)]),
        ["preferredVersion"] = Version(versions[0]),
    };

    private static JsonObject Version(DiscoveryGroup version) => new() { ["groupVersion"] = version.GroupVersion, ["version"] = version.Version };

    private static async Task<bool> WriteGroupAsync(HttpContext http, IReadOnlyList<DiscoveryGroup> versions)
    {
        if (versions.Count == 0)
        {
            return false;
        }

        var group = Group(versions);
        group.Insert(0, "kind", "APIGroup");
        group.Insert(1, "apiVersion", "v1");
        await http.WriteJsonAsync(200, group);
        return true;
    }

    // A stale group's own server would have to answer: it is left to the proxy, which says why it cannot.
    private static async Task<bool> WriteResourcesAsync(HttpContext http, DiscoveryGroup? group)
    {
        if (group is null || group.IsStale)
        {
            return false;
        }

        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Group.Length > 0)
        {
            list["apiVersion"] = "v1";
        }

        list["groupVersion"] = group.GroupVersion;
        list["resources"] = new JsonArray([.. group.Resources.Select(resource => resource.DeepClone())]);
        await http.WriteJsonAsync(200, list);
        return true;
    }
}
