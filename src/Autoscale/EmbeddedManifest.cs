using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Http;

namespace Autoscale;

/// <summary>Reads manifests that come with the program.</summary>
internal static class EmbeddedManifest
{
    /// <summary>The objects of a manifest, in order.</summary>
    public static IReadOnlyList<JsonObject> Read(string name)
    {
        using var stream = typeof(EmbeddedManifest).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"resource {name} is missing");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split("\n---\n").Select(YamlText.Read).OfType<JsonObject>()];
    }
}
