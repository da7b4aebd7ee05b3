using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Testing.Governance;

/// <summary>Quotas of the namespace "default", and what they count.</summary>
public static class QuotaObjects
{
    private const string Namespace = "default";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Where pods are.</summary>
    public static KubeRoute Pods { get; } = new("", "v1", "pods", Namespace);

    /// <summary>Where secrets are.</summary>
    public static KubeRoute Secrets { get; } = KubeRoute.Secrets.In(Namespace);

    /// <summary>Where config maps are.</summary>
    public static KubeRoute ConfigMaps { get; } = new("", "v1", "configmaps", Namespace);

    /// <summary>A pod that asks for a tenth of a core.</summary>
    public static string Pod(string name) =>
        $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"100m"} } }]} }""";

    /// <summary>An object that has nothing but a name.</summary>
    public static string Named(string name) => $$"""{"metadata":{"name":"{{name}}"} }""";

    /// <summary>Makes a quota, and waits until it is in force.</summary>
    public static async Task CreateAsync(KubeClient client, string name, string hard)
    {
        var quota = $$"""{"metadata":{"name":"{{name}}"},"spec":{"hard":{{hard}} } }""";
        await client.CreateRawAsync(KubeRoute.ResourceQuotas.In(Namespace), Encoding.UTF8.GetBytes(quota));
        await Eventually.TrueAsync(async () => (await StatusAsync(client, name))?["used"] is not null, $"the status of {name}", Limit);
    }

    /// <summary>Waits until a quota says that so much is used.</summary>
    public static async Task UsedAsync(KubeClient client, string quota, string resource, string expected)
    {
        var last = "";
        try
        {
            await Eventually.TrueAsync(
                async () => (last = (string?)(await StatusAsync(client, quota))?["used"]?[resource]) == expected, $"{expected} {resource} used of {quota}", Limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; it says {last}");
        }
    }

    /// <summary>How many objects there are.</summary>
    public static async Task<int> CountAsync(KubeClient client, KubeRoute route) => (await NamesAsync(client, route)).Count;

    /// <summary>Deletes all objects of a kind, many at a time.</summary>
    public static async Task DeleteAsync(KubeClient client, KubeRoute route) => await Parallel.ForEachAsync(
        await NamesAsync(client, route), async (name, token) => await client.DeleteAsync(route.Of(Namespace, name), null, token));

    /// <summary>Writes a quota over and over, so that whoever charges it finds it changed.</summary>
    public static async Task TouchAsync(KubeClient client, string quota, Func<bool> isEnough)
    {
        for (var count = 0; !isEnough(); count++)
        {
            var touched = KubePatch.Merge(Encoding.UTF8.GetBytes($$$"""{"metadata":{"annotations":{"touched":"{{{count}}}"} } }"""));
            await client.PatchAsync(KubeRoute.ResourceQuotas.Of(Namespace, quota), touched, KubeJson.Default.PartialObjectMetadata);
        }
    }

    private static async Task<List<string>> NamesAsync(KubeClient client, KubeRoute route) =>
        [.. JsonNode.Parse(await client.GetRawAsync(route.Path))?["items"]?.AsArray().Select(item => (string?)item?["metadata"]?["name"] ?? "") ?? []];

    private static async Task<JsonNode?> StatusAsync(KubeClient client, string quota) =>
        JsonNode.Parse(await client.GetRawAsync(KubeRoute.ResourceQuotas.Of(Namespace, quota).Path))?["status"];
}
