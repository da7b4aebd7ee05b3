using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.Checks;

/// <summary>Checks files: the rules among them first, then everything in its order, each object against what those before it have left.</summary>
internal sealed class CheckRun(CheckSettings settings, TimeProvider time)
{
    // What others are held against comes first: namespaces and classes, then the rules of namespaces.
    private static readonly string[][] First =
    [
        ["Namespace", "CustomResourceDefinition", "PriorityClass", "RuntimeClass", "StorageClass", "VolumeAttributesClass", "DeviceClass"],
        ["LimitRange", "ResourceQuota"],
    ];

    private readonly KindCatalog _catalog = new();
    private readonly Dictionary<(string Group, string Kind, string Namespace, string Name), ManifestPlace> _places = [];

    /// <summary>Judges all objects; throws where the cluster cannot be asked.</summary>
    public async Task<CheckReport> RunAsync(ManifestSet manifests, CancellationToken cancellationToken)
    {
        // What kustomize reads is no object of any cluster.
        var subjects = manifests.Objects.Where(one => one.Group != "kustomize.config.k8s.io").ToList();
        _catalog.AddDefined(subjects);
        subjects.ForEach(_catalog.AddGuessed);
        var cluster = new CheckCluster(_catalog, time);
        AddNamespaces(cluster, subjects);
        var verdicts = new Dictionary<ManifestObject, CheckedObject>(ReferenceEqualityComparer.Instance);
        foreach (var subject in subjects.OrderBy(PhaseOf))
        {
            verdicts[subject] = await JudgeAsync(cluster, subject, cancellationToken);
        }

        return new([.. subjects.Select(subject => verdicts[subject])], manifests.Problems);
    }

    private static int PhaseOf(ManifestObject subject) => Array.FindIndex(First, kinds => kinds.Contains(subject.Kind)) is >= 0 and var phase ? phase : First.Length;

    // The cluster that the files are for is going to have their namespaces.
    private void AddNamespaces(CheckCluster cluster, List<ManifestObject> subjects)
    {
        var kind = KnownKinds.All.First(one => one is { Group: "", Kind: "Namespace" });
        var own = subjects.Where(one => one is { Group: "", Kind: "Namespace" }).Select(one => one.Name).ToHashSet();
        foreach (var name in subjects.Select(one => NamespaceOf(one, KindOf(one))).Distinct().Where(name => name.Length > 0 && !own.Contains(name)))
        {
            cluster.Add(kind, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }
    }

    private async Task<CheckedObject> JudgeAsync(CheckCluster cluster, ManifestObject subject, CancellationToken cancellationToken)
    {
        var (kind, findings) = (KindOf(subject), new CheckFindings());
        var ns = NamespaceOf(subject, kind);
        Remark(subject, kind, ns, findings);
        if (kind is { Group: "", Kind: "Pod" })
        {
            findings.Notes.AddRange(cluster.Assumed.Assume(subject.Value));
        }

        await cluster.JudgeAsync(subject, (kind, ns), findings, cancellationToken);
        return new(subject, ns, subject.Name.Length > 0 ? subject.Name : subject.Value.TextAt("metadata.generateName"), findings);
    }

    private void Remark(ManifestObject subject, ResourceKind kind, string ns, CheckFindings findings)
    {
        if (_catalog.IsUnchecked(kind))
        {
            if (_catalog.OtherVersion(subject) is { } other)
            {
                findings.Warnings.Add($"{kind.Kind} is known here in version \"{other.ApiVersion}\", not \"{kind.ApiVersion}\": its fields are not checked");
            }

            findings.Notes.Add($"nothing is known of the fields of {kind.QualifiedKind}: it is counted as count/{kind.QualifiedResource}");
        }

        if (subject.Name.Length > 0 && !_places.TryAdd((kind.Group, kind.Kind, ns, subject.Name), subject.Place))
        {
            findings.Warnings.Add($"{kind.QualifiedResource} \"{subject.Name}\" stands at {_places[(kind.Group, kind.Kind, ns, subject.Name)]} already, and is changed here");
        }
    }

    private ResourceKind KindOf(ManifestObject subject) =>
        _catalog.Find(subject) ?? throw new InvalidOperationException($"{subject.Place}: kind {subject.Kind} was not added");

    private string NamespaceOf(ManifestObject subject, ResourceKind kind) =>
        !kind.Namespaced ? "" : subject.Namespace.Length > 0 ? subject.Namespace : settings.Namespace;
}
