using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.Checks;

/// <summary>Checks files: the rules among them first, then everything in its order, each object against what those before it have left.</summary>
/// <param name="defaultNamespace">The namespace of objects that name none.</param>
/// <param name="live">The cluster whose rules and objects count, too; null for those of the files alone.</param>
/// <param name="time">The clock.</param>
internal sealed class CheckRun(string defaultNamespace, LiveCluster? live, TimeProvider time)
{
    // What others are held against comes first: namespaces and classes, then the rules of namespaces.
    private static readonly string[][] First =
    [
        ["Namespace", "CustomResourceDefinition", "PriorityClass", "RuntimeClass", "StorageClass", "VolumeAttributesClass", "DeviceClass"],
        ["LimitRange", "ResourceQuota"],
    ];

    private readonly KindCatalog _catalog = new();
    private readonly List<InputProblem> _problems = [];
    private readonly Dictionary<(string Group, string Kind, string Namespace, string Name), ManifestPlace> _places = [];

    /// <summary>Judges all objects; throws where the cluster cannot be asked.</summary>
    public async Task<CheckReport> RunAsync(ManifestSet manifests, CancellationToken cancellationToken)
    {
        _problems.AddRange(manifests.Problems);
        var targets = await TargetsAsync(manifests, cancellationToken);
        var cluster = new CheckCluster(_catalog, time);
        var facts = live is null ? null : new LiveFacts(live, _catalog, cluster);
        targets = await InNamespacesAsync(cluster, facts, targets, cancellationToken);
        var verdicts = new Dictionary<CheckTarget, CheckedObject>(ReferenceEqualityComparer.Instance);
        foreach (var target in targets.OrderBy(target => PhaseOf(target.Subject)))
        {
            var findings = new CheckFindings();
            findings.Notes.AddRange(facts?.NotesOn(target.Subject) ?? []);
            verdicts[target] = await JudgeAsync(cluster, target, findings, cancellationToken);
        }

        return new([.. targets.Select(target => verdicts[target])], _problems);
    }

    private static int PhaseOf(ManifestObject subject) => Array.FindIndex(First, kinds => kinds.Contains(subject.Kind)) is >= 0 and var phase ? phase : First.Length;

    // What kustomize reads is no object of any cluster.
    private async Task<IReadOnlyList<CheckTarget>> TargetsAsync(ManifestSet manifests, CancellationToken cancellationToken)
    {
        var subjects = manifests.Objects.Where(one => one.Group != "kustomize.config.k8s.io").ToList();
        _catalog.AddDefined(subjects);
        await (live is null ? Task.CompletedTask : AddServedAsync(live, subjects, cancellationToken));
        if (live is null)
        {
            subjects.ForEach(_catalog.AddGuessed);
        }

        _problems.AddRange(subjects.Where(one => _catalog.Find(one) is null)
            .Select(one => InputProblem.Of(one.Place, $"no matches for kind \"{one.Kind}\" in version \"{one.ApiVersion}\"")));
        return [.. subjects.Select(TargetOf).OfType<CheckTarget>()];
    }

    private async Task AddServedAsync(LiveCluster cluster, List<ManifestObject> subjects, CancellationToken cancellationToken)
    {
        foreach (var subject in subjects.Where(one => _catalog.Find(one) is null).DistinctBy(one => (one.ApiVersion, one.Kind)))
        {
            await cluster.AddKindAsync(_catalog, subject, cancellationToken);
        }

        var counted = subjects.Where(one => one is { Group: "", Kind: "ResourceQuota" }).SelectMany(LiveFacts.CountedBy).Distinct();
        foreach (var resource in counted.Where(one => !_catalog.All.Any(kind => kind.Group == one.Group && kind.Plural == one.Resource)))
        {
            await cluster.AddKindAsync(_catalog, resource, cancellationToken);
        }
    }

    // A cluster without the namespace could not take the object. Without one, the files' own cluster is going to have it.
    private async Task<IReadOnlyList<CheckTarget>> InNamespacesAsync(
        CheckCluster cluster, LiveFacts? facts, IReadOnlyList<CheckTarget> targets, CancellationToken cancellationToken)
    {
        var own = targets.Where(one => one.Kind is { Group: "", Kind: "Namespace" }).Select(one => one.Subject.Name).ToHashSet();
        var needed = targets.Select(one => one.Namespace).Where(name => name.Length > 0).Distinct();
        if (facts is not null)
        {
            var missing = (await facts.LoadAsync(targets, cancellationToken)).Where(name => !own.Contains(name)).ToHashSet();
            _problems.AddRange(targets.Where(one => missing.Contains(one.Namespace))
                .Select(one => InputProblem.Of(one.Subject.Place, $"{one.Kind.Kind} \"{one.Subject.Name}\": namespaces \"{one.Namespace}\" not found")));
            return [.. targets.Where(one => !missing.Contains(one.Namespace))];
        }

        var kind = KnownKinds.All.First(one => one is { Group: "", Kind: "Namespace" });
        foreach (var name in needed.Where(name => !own.Contains(name)))
        {
            cluster.Add(kind, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }

        return targets;
    }

    private async Task<CheckedObject> JudgeAsync(CheckCluster cluster, CheckTarget target, CheckFindings findings, CancellationToken cancellationToken)
    {
        var (subject, kind, ns) = target;
        Remark(target, findings);
        if (kind is { Group: "", Kind: "Pod" })
        {
            findings.Notes.AddRange(cluster.Assumed.Assume(subject.Value));
        }

        await cluster.JudgeAsync(target, findings, cancellationToken);
        return new(subject, ns, subject.Name.Length > 0 ? subject.Name : subject.Value.TextAt("metadata.generateName"), findings);
    }

    private void Remark(CheckTarget target, CheckFindings findings)
    {
        var (subject, kind, ns) = target;
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

    private CheckTarget? TargetOf(ManifestObject subject) => _catalog.Find(subject) is { } kind
        ? new(subject, kind, !kind.Namespaced ? "" : subject.Namespace.Length > 0 ? subject.Namespace : defaultNamespace)
        : null;
}
