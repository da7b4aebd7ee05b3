namespace Autoscale.Kubernetes.Client;

/// <summary>Kubeconfig files merged as kubectl does: of entries with the same name, and of scalars, the first file's wins.</summary>
internal sealed class KubeConfigFiles
{
    private readonly IReadOnlyList<YamlField> _roots;
    private readonly string _names;

    private KubeConfigFiles(IReadOnlyList<string> files)
    {
        _roots = [.. files.Select(YamlField.Read)];
        _names = string.Join(Path.PathSeparator, files);
    }

    /// <summary>Reads the files in order; each must exist.</summary>
    public static KubeConfigFiles Read(IReadOnlyList<string> files) => new(files);

    /// <summary>The context of this name, or the current one when the name is null.</summary>
    public YamlField Context(string? name)
    {
        var chosen = name
            ?? _roots.Select(root => root.Text("current-context")).FirstOrDefault(text => text is not null)
            ?? throw new KubeConfigException(_names, "current-context", "is not set");
        var context = Entry("contexts", "context", chosen);
        return context ?? throw new KubeConfigException(_names, name is null ? "current-context" : "contexts", $"context \"{chosen}\" does not exist");
    }

    /// <summary>The cluster that a context names.</summary>
    public YamlField Cluster(YamlField context) => Referred(context, "cluster", "clusters");

    /// <summary>The user that a context names, or null when it names none.</summary>
    public YamlField? User(YamlField context) => context.Text("user") is null ? null : Referred(context, "user", "users");

    private YamlField Referred(YamlField context, string field, string list)
    {
        var name = context.Required(field);
        return Entry(list, field, name) ?? throw context.Error(field, $"{field} \"{name}\" does not exist");
    }

    private YamlField? Entry(string list, string field, string name)
    {
        var entry = _roots.SelectMany(root => root.Mappings(list)).FirstOrDefault(item => item.Required("name") == name);
        return entry is null ? null : entry.Mapping(field) ?? throw entry.Error(field, "is required");
    }
}
