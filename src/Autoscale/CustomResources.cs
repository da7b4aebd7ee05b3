using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;

namespace Autoscale;

/// <summary>The definitions of custom resources in deploy/crds, our own and the vertical autoscaler's, which come with the program.</summary>
internal static class CustomResources
{
    private static readonly KubeRoute Route = new("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>The definitions.</summary>
    public static IReadOnlyList<JsonObject> Definitions { get; } =
    [
        .. new[] { "metricsources.yaml", "clustermetricsources.yaml", "verticalpodautoscalers.yaml", "verticalpodautoscalercheckpoints.yaml" }
            .SelectMany(EmbeddedManifest.Read),
    ];

    /// <summary>Creates the definitions, or renews those that are there, and returns once the API serves what they define.</summary>
    public static async Task InstallAsync(KubeClient client, CancellationToken cancellationToken)
    {
        foreach (var definition in Definitions)
        {
            await WriteAsync(client, definition, cancellationToken);
        }

        foreach (var name in Definitions.Select(NameOf))
        {
            while (!await IsServedAsync(client, name, cancellationToken))
            {
                await Task.Delay(Glance, Composition.Clock, cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(KubeClient client, JsonObject definition, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateRawAsync(Route, Encoding.UTF8.GetBytes(definition.ToJsonString()), cancellationToken);
        }
        catch (KubeError error) when (error.IsAlreadyExists)
        {
            // A merge would keep what a new version of a schema has given up.
            var patch = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/spec/versions", ["value"] = definition["spec"]?["versions"]?.DeepClone() });
            await client.PatchRawAsync(Route.Of("", NameOf(definition)), KubePatch.Json(Encoding.UTF8.GetBytes(patch.ToJsonString())), cancellationToken);
        }
    }

    private static async Task<bool> IsServedAsync(KubeClient client, string name, CancellationToken cancellationToken)
    {
        var definition = JsonNode.Parse(await client.GetRawAsync(Route.Of("", name).Path, cancellationToken));
        return definition?["status"]?["conditions"] is JsonArray conditions
            && conditions.Any(one => one?["type"]?.GetValue<string>() == "Established" && one["status"]?.GetValue<string>() == "True");
    }

    private static string NameOf(JsonObject definition) => definition["metadata"]?["name"]?.GetValue<string>() ?? "";
}
