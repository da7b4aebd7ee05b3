using Autoscale.Testing;
using YamlDotNet.RepresentationModel;

namespace Autoscale.Tests.Deploy;

/// <summary>The files in deploy, and what is written in them.</summary>
internal static class Manifests
{
    public static string Folder => Path.GetFullPath(Path.Combine(Vectors.TestsFolder(), "..", "deploy"));

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static IReadOnlyList<YamlNode> Read(string path) => Parse(File.ReadAllText(path));

    public static IReadOnlyList<YamlNode> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>Renders a kustomization as kubectl does.</summary>
    public static async Task<IReadOnlyList<YamlNode>> RenderAsync(string folder)
    {
        var (exitCode, output, errors) = await Kubectl.RunAsync("kustomize", Path.Combine(Folder, folder));
        Assert.True(exitCode == 0, errors);
        return Parse(output);
    }

    /// <summary>The scalars in a list below a mapping; none where the key is missing.</summary>
    public static IEnumerable<string> Texts(this YamlNode node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var list) && list is YamlSequenceNode sequence
            ? sequence.Select(one => one is YamlScalarNode scalar ? scalar.Value ?? "" : one is YamlMappingNode patch ? patch["path"].ToString() : "")
            : [];
}
