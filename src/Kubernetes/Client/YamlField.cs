using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Autoscale.Kubernetes.Client;

/// <summary>One mapping in a YAML file, which knows its file and its path so that errors can name them.</summary>
internal sealed class YamlField(string file, string path, YamlMappingNode node)
{
    /// <summary>The file in which it stands.</summary>
    public string File { get; } = file;

    /// <summary>Reads a file whose root is a mapping; an empty file is an empty mapping.</summary>
    public static YamlField Read(string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(ConfigFile.Read(file)));
            return stream.Documents.Count == 0 || IsNull(stream.Documents[0].RootNode)
                ? new(file, "", [])
                : new(file, "", stream.Documents[0].RootNode as YamlMappingNode ?? throw new KubeConfigException(file, "is not a kubeconfig: its root is no mapping"));
        }
        catch (YamlException error)
        {
            throw new KubeConfigException(file, $"line {error.Start.Line}: {error.Message}");
        }
    }

    /// <summary>The text of a field, or null when it is absent, null or empty.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
        YamlScalarNode => null,
        _ => throw Error(name, "must be a string"),
    };

    /// <summary>The text of a field that must be there.</summary>
    public string Required(string name) => Text(name) ?? throw Error(name, "is required");

    /// <summary>A boolean field, false when absent.</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Error(name, $"must be true or false, not \"{other}\""),
    };

    /// <summary>The mapping in a field, or null when it is absent.</summary>
    public YamlField? Mapping(string name) => Find(name) switch
    {
        null => null,
        YamlMappingNode mapping => new(File, PathOf(name), mapping),
        _ => throw Error(name, "must be a mapping"),
    };

    /// <summary>The mappings in a list, named by their "name" in errors.</summary>
    public IEnumerable<YamlField> Mappings(string name) => Nodes(name).Select((item, index) =>
        item is YamlMappingNode mapping
            ? new YamlField(File, $"{PathOf(name)}[{Label(mapping) ?? $"{index}"}]", mapping)
            : throw Error($"{name}[{index}]", "must be a mapping"));

    /// <summary>The strings in a list.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Nodes(name).Select((item, index) =>
        item is YamlScalarNode { Value: { } text } ? text : throw Error($"{name}[{index}]", "must be a string"))];

    /// <summary>The names of the fields that are present.</summary>
    public IEnumerable<string> Names() => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    /// <summary>An error about one of the fields, or about the mapping itself when the name is "".</summary>
    public KubeConfigException Error(string name, string problem) => new(File, PathOf(name), problem);

    private static string? Label(YamlMappingNode mapping) =>
        mapping.Children.TryGetValue(new YamlScalarNode("name"), out var name) && name is YamlScalarNode { Value.Length: > 0 } scalar
            ? scalar.Value
            : null;

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    private YamlNode? Find(string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var found) && !IsNull(found) ? found : null;

    private IList<YamlNode> Nodes(string name) => Find(name) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        _ => throw Error(name, "must be a list"),
    };

    private string PathOf(string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";
}
