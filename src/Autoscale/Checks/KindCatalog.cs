using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Extensions;

namespace Autoscale.Checks;

/// <summary>The kinds of the objects that are checked: those that we know, and for others as much as files and clusters say of them.</summary>
internal sealed class KindCatalog
{
    private const string Extensions = "apiextensions.k8s.io";

    // Kinds without a namespace that come with every cluster, or with its first add-ons, and that we know no more of.
    private static readonly string[] OfTheCluster =
    [
        "CustomResourceDefinition", "IngressClass", "CSIDriver", "CSINode", "VolumeAttachment", "CertificateSigningRequest", "FlowSchema",
        "PriorityLevelConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding", "ResourceSlice", "ClusterIssuer", "ClusterPolicy", "GatewayClass", "NodePool", "VolumeSnapshotClass",
    ];

    private readonly List<ResourceKind> _kinds = [.. KnownKinds.All];
    private readonly List<ResourceKind> _unchecked = [];

    /// <summary>Every kind, known or not.</summary>
    public IReadOnlyList<ResourceKind> All => _kinds;

    /// <summary>The kind of an object; null when it was not added.</summary>
    public ResourceKind? Find(ManifestObject subject) =>
        _kinds.Find(kind => kind.IsServed && kind.Group == subject.Group && kind.Version == subject.Version && kind.Kind == subject.Kind);

    /// <summary>Whether nothing is known of the kind's fields.</summary>
    public bool IsUnchecked(ResourceKind kind) => _unchecked.Contains(kind);

    /// <summary>The version in which the kind of an object is known, where the object has another; null otherwise.</summary>
    public ResourceKind? OtherVersion(ManifestObject subject) =>
        _kinds.Find(kind => kind.Group == subject.Group && kind.Kind == subject.Kind && !IsUnchecked(kind));

    /// <summary>Adds the kinds that custom resource definitions among the objects describe.</summary>
    public void AddDefined(IEnumerable<ManifestObject> objects)
    {
        foreach (var definition in objects.Where(one => one is { Group: Extensions, Kind: "CustomResourceDefinition" }))
        {
            AddDefined(definition.Value);
        }
    }

    /// <summary>Adds the kinds that a custom resource definition describes.</summary>
    public void AddDefined(JsonObject definition) => _kinds.AddRange(Define(definition)
        .Where(defined => !_kinds.Exists(one => one.Group == defined.Group && one.Version == defined.Version && one.Kind == defined.Kind)));

    /// <summary>Adds the kind of an object by its name alone.</summary>
    public void AddGuessed(ManifestObject subject) =>
        Add(subject.Group, subject.Version, subject.Kind, PluralOf(subject.Kind), !OfTheCluster.Contains(subject.Kind));

    /// <summary>Adds a kind that is served, unless it is there.</summary>
    public void Add(string group, string version, string kind, string plural, bool isNamespaced)
    {
        if (_kinds.Exists(one => one.Group == group && one.Version == version && (one.Kind == kind || one.Plural == plural)))
        {
            return;
        }

        var added = new ResourceKind
        {
            Group = group,
            Version = version,
            Kind = kind,
            Plural = plural,
            Singular = Lower(kind),
            Namespaced = isNamespaced,
            Schema = new FieldSchema(FieldType.Object),
        };
        _kinds.Add(added);
        _unchecked.Add(added);
    }

    // One that is itself refused defines nothing: of its objects no more is known than their names.
    private static IReadOnlyList<ResourceKind> Define(JsonObject value)
    {
        try
        {
            var kind = CustomResourceDefinitionKind.Description;
            var definition = ObjectDecoder.Decode(kind, value, _ => { });
            kind.Default?.Invoke(definition);
            kind.Prepare?.Invoke(definition, null);
            if (kind.Validate?.Invoke(definition, null).Any() == true)
            {
                return [];
            }

            definition["status"] = new JsonObject { ["acceptedNames"] = definition.NodeAt("spec.names")?.DeepClone() };
            return [.. CustomKinds.Of(definition, CancellationToken.None)];
        }
        catch (DecodeProblem)
        {
            return [];
        }
    }

    // As k8s.io/apimachinery/pkg/api/meta guesses it.
    private static string PluralOf(string kind) => Lower(kind) switch
    {
        "endpoints" => "endpoints",
        [.., 's'] name => $"{name}es",
        [.. var start, 'y'] => $"{start}ies",
        var name => $"{name}s",
    };

    private static string Lower(string kind) => string.Create(kind.Length, kind, static (target, text) => text.AsSpan().ToLowerInvariant(target));
}
