using System.Text.RegularExpressions;
using Autoscale.Metrics;
using Autoscale.Metrics.Declared;

namespace Autoscale.Converts;

/// <summary>Says which labels name which objects, as the resources of a rule of prometheus-adapter do.</summary>
internal sealed partial class ResourceMapping
{
    private readonly List<(AssociatedKind Kind, bool IsNamespaced, bool IsGuessed)> _kinds = [];
    private readonly bool _hasTemplate;

    public ResourceMapping(AdapterResources resources)
    {
        _hasTemplate = resources.Template.Length > 0;
        foreach (var (label, resource) in resources.Overrides)
        {
            Add(label, resource ?? new());
        }

        if (_hasTemplate && Unknown().Match(Place().Replace(resources.Template, "")) is { Success: true })
        {
            Problem = "holds more than <<.Group>> and <<.Resource>>";
        }
        else if (_hasTemplate)
        {
            var overridden = _kinds.Select(one => (one.Kind.Group ?? "", one.Kind.Kind)).ToHashSet();
            _kinds.AddRange(DescribedKinds.All
                .Where(kind => !overridden.Contains((kind.Group, kind.Kind)))
                .Select(kind => (Of(kind, Expand(resources.Template, kind)), kind.IsNamespaced, false)));
        }
    }

    /// <summary>What is wrong with the template; null when nothing is.</summary>
    public string? Problem { get; }

    /// <summary>The label that holds the namespace; null when none is said to.</summary>
    public string? NamespaceLabel => _kinds.FirstOrDefault(one => one.Kind is { Kind: "Namespace", Group: null }).Kind?.Label;

    /// <summary>The kinds and labels; what cannot be said of them is added to the notes.</summary>
    public Association Associate(bool isNamespaced, List<string> notes)
    {
        var kept = _kinds.Where(one => !isNamespaced || one.IsNamespaced || one.Kind.Kind == "Namespace").ToList();
        if (kept.Count < _kinds.Count && !_hasTemplate)
        {
            notes.Add($"objects without a namespace need a ClusterMetricSource, so these are left out: {string.Join(", ", _kinds.Except(kept).Select(one => one.Kind.Kind))}");
        }

        if (kept.Any(one => one.IsGuessed))
        {
            notes.Add($"not built in, so see whether kind, resource and namespaced are right: {string.Join(", ", kept.Where(one => one.IsGuessed).Select(one => one.Kind.Kind))}");
        }

        if (_hasTemplate)
        {
            notes.Add("resources.template stood for every kind of the cluster: these are the built-in ones; add others, and leave out those that no series describes");
        }

        if (NamespaceLabel is null && kept.Exists(one => one.IsNamespaced))
        {
            notes.Add("resources say of no label that it holds the namespace: it is taken to be \"namespace\"");
        }

        return new Association { NamespaceLabel = NamespaceLabel, Kinds = [.. kept.Select(one => one.Kind)] };
    }

    private void Add(string label, AdapterResource resource)
    {
        var name = resource.Resource.ToLowerInvariant();
        var known = DescribedKinds.All.FirstOrDefault(kind => kind.Group == resource.Group && (kind.Resource == name || kind.Kind.Equals(name, StringComparison.OrdinalIgnoreCase)));
        if (known is not null)
        {
            _kinds.Add((Of(known, label), known.IsNamespaced, false));
            return;
        }

        var plural = name.EndsWith('s') ? name : name.EndsWith('y') ? $"{name[..^1]}ies" : $"{name}s";
        var singular = plural.EndsWith("ies", StringComparison.Ordinal) ? $"{plural[..^3]}y" : plural.TrimEnd('s');
        var kind = singular.Length > 0 ? char.ToUpperInvariant(singular[0]) + singular[1..] : "";
        _kinds.Add((new AssociatedKind { Group = resource.Group, Kind = kind, Resource = plural, Namespaced = true, Label = label }, true, true));
    }

    private static AssociatedKind Of(DescribedKind kind, string label) =>
        new() { Group = kind.Group.Length > 0 ? kind.Group : null, Kind = kind.Kind, Label = label };

    // As prometheus-adapter does: of a group what no label may hold becomes an underscore, of a resource it is the singular.
    private static string Expand(string template, DescribedKind kind) => Place().Replace(template, place => place.Groups[1].Value == "Group"
        ? kind.Group.Replace('.', '_').Replace('-', '_')
        : kind.Kind.ToLowerInvariant());

    [GeneratedRegex(@"<<-?\s*\.(Group|Resource)\s*-?>>")]
    private static partial Regex Place();

    [GeneratedRegex("<<|>>")]
    private static partial Regex Unknown();
}
