using System.Collections.Frozen;

namespace Autoscale.LocalCluster.Api;

/// <summary>The kinds that the API serves at one moment, found by the names that requests use; never changes.</summary>
public sealed class KindPicture
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), ResourceKind> _byResource;
    private readonly FrozenDictionary<(string Group, string Version, string Kind), ResourceKind> _byKind;
    private readonly FrozenDictionary<(string Group, string Kind), ResourceKind> _stored;

    /// <summary>Pictures the kinds, in the order in which discovery shows them; what is not served is known as a stored kind alone.</summary>
    public KindPicture(IReadOnlyList<ResourceKind> kinds)
    {
        All = [.. kinds.Where(kind => kind.IsServed)];
        _byResource = All.ToFrozenDictionary(kind => (kind.Group, kind.Version, kind.Plural));
        _byKind = kinds.ToFrozenDictionary(kind => (kind.Group, kind.Version, kind.Kind));
        _stored = kinds.Where(kind => kind.Conversion is null).ToFrozenDictionary(kind => (kind.Group, kind.Kind));
    }

    /// <summary>Every kind in every version that is served.</summary>
    public IReadOnlyList<ResourceKind> All { get; }

    /// <summary>Every kind in the version in which it is stored.</summary>
    public IReadOnlyList<ResourceKind> AllStored => _stored.Values;

    /// <summary>The kind behind a resource name in a URL, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural) => _byResource.GetValueOrDefault((group, version, plural));

    /// <summary>The kind that an object names, or null.</summary>
    public ResourceKind? FindKind(string group, string version, string kind) => _byKind.GetValueOrDefault((group, version, kind));

    /// <summary>The kind in the version in which it is stored, or null.</summary>
    public ResourceKind? FindStored(string group, string kind) => _stored.GetValueOrDefault((group, kind));
}
