using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Api;

namespace Autoscale.Demo;

/// <summary>The manifests of deploy/examples/demo, which come with the program.</summary>
internal static class Manifests
{
    private static readonly string[] Names = ["queue-workers.yaml", "http-workers.yaml"];

    /// <summary>Every object of the manifests, in order.</summary>
    public static IEnumerable<JsonObject> Read() => Names.SelectMany(EmbeddedManifest.Read);

    /// <summary>Creates every object through the API.</summary>
    public static async Task ApplyAsync(KubeClient client, KindRegistry kinds, CancellationToken cancellationToken)
    {
        foreach (var value in Read())
        {
            await client.CreateRawAsync(RouteOf(value, kinds), Encoding.UTF8.GetBytes(value.ToJsonString()), cancellationToken);
        }
    }

    private static KubeRoute RouteOf(JsonObject value, KindRegistry kinds)
    {
        var version = value["apiVersion"]?.GetValue<string>() ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : version[..slash];
        var kind = kinds.FindKind(group, version[(slash + 1)..], value["kind"]?.GetValue<string>() ?? "")
            ?? throw new FormatException($"no kind {value["kind"]} in {version}");
        var ns = kind.Namespaced ? value["metadata"]?["namespace"]?.GetValue<string>() ?? "default" : "";
        return new KubeRoute(kind.Group, kind.Version, kind.Plural, ns);
    }
}
