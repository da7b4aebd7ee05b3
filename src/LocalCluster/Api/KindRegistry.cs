using System.Collections.Frozen;

namespace Autoscale.LocalCluster.Api;

/// <summary>The kinds that the API serves, found by the names that requests use.</summary>
public sealed class KindRegistry
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), ResourceKind> _byResource;
    private readonly FrozenDictionary<(string Group, string Version, string Kind), ResourceKind> _byKind;

    /// <summary>Registers the kinds, in the order in which discovery shows them.</summary>
    public KindRegistry(IEnumerable<ResourceKind> kinds)
    {
        All = [.. kinds];
        _byResource = All.ToFrozenDictionary(kind => (kind.Group, kind.Version, kind.Plural));
        _byKind = All.ToFrozenDictionary(kind => (kind.Group, kind.Version, kind.Kind));
    }

    /// <summary>Every kind in every version.</summary>
    public IReadOnlyList<ResourceKind> All { get; }

    /// <summary>The kind behind a resource name in a URL, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural) => _byResource.GetValueOrDefault((group, version, plural));

    /// <summary>The kind that an object names, or null.</summary>
    public ResourceKind? FindKind(string group, string version, string kind) => _byKind.GetValueOrDefault((group, version, kind));

    /// <summary>The kind under whose version objects are stored: the kind itself, but for second versions.</summary>
    public ResourceKind Stored(ResourceKind kind) => kind.Conversion is { } conversion
        ? _byKind[(kind.Group, conversion.StoredVersion, kind.Kind)]
        : kind;
}
