using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Quota;

namespace Autoscale.Checks;

/// <summary>The rules that the objects are held against: limit ranges and namespaces from the store, quotas with what is used of them so far.</summary>
internal sealed class CheckRules(KindRegistry kinds, ObjectStore store)
{
    private readonly Dictionary<string, QuotaLedger> _ledgers = new(StringComparer.Ordinal);

    /// <summary>The limit ranges of a namespace.</summary>
    public IReadOnlyCollection<LimitRange> LimitRanges(string @namespace) =>
        [.. All("limitranges", @namespace).Select(value => value.Deserialize(KubeJson.Default.LimitRange)).OfType<LimitRange>()];

    /// <summary>The quotas of a namespace.</summary>
    public QuotaLedger Quotas(string @namespace) => _ledgers.GetValueOrDefault(@namespace) ?? QuotaLedger.Of([]);

    /// <summary>Replaces the quotas of a namespace by what they are after a charge.</summary>
    public void Put(string @namespace, QuotaLedger ledger) => _ledgers[@namespace] = ledger;

    /// <summary>Puts a quota in force, with its status.</summary>
    public void Put(ResourceQuota quota) => Put(quota.Metadata.Namespace, Quotas(quota.Metadata.Namespace).With(quota));

    /// <summary>The value of a namespace's annotation; null when it has none.</summary>
    public string? AnnotationOf(string @namespace, string annotation) =>
        kinds.Find("", "v1", "namespaces") is { } kind && store.Find(kind, "", @namespace)?.Value.PartAt("metadata.annotations")?[annotation] is { } value
            ? value.AsText()
            : null;

    /// <summary>An object as quotas see it.</summary>
    public GovernedObject Governed(ResourceKind kind, JsonObject value)
    {
        var subject = GovernedObject.Read(kind.Group, kind.Plural, StoredObject.Serialize(value));
        return kind is { Group: "resource.k8s.io", Plural: "resourceclaims" } ? subject with { ExtendedResources = ExtendedResources() } : subject;
    }

    /// <summary>The objects of a resource in a namespace that have been judged, or were there before.</summary>
    public IEnumerable<GovernedObject> Objects(GroupResource resource, string @namespace) =>
        kinds.All.FirstOrDefault(kind => kind.Group == resource.Group && kind.Plural == resource.Resource) is { } kind
            ? store.List(kinds.Stored(kind), @namespace).Objects.Select(one => Governed(kind, one.Value))
            : [];

    private Dictionary<string, string> ExtendedResources() =>
        kinds.All.FirstOrDefault(kind => kind is { Group: "resource.k8s.io", Plural: "deviceclasses" }) is not { } classes ? [] : store.List(classes, null).Objects
            .Where(one => one.Value.TextAt("spec.extendedResourceName").Length > 0)
            .ToDictionary(one => one.Name, one => one.Value.TextAt("spec.extendedResourceName"), StringComparer.Ordinal);

    private IEnumerable<JsonObject> All(string plural, string @namespace) =>
        kinds.Find("", "v1", plural) is { } kind ? store.List(kind, @namespace).Objects.Select(one => one.Value) : [];
}
