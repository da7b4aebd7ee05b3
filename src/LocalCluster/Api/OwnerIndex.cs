using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Finds objects by the uids of their owners; written under the store's lock, read as immutable snapshots.</summary>
internal sealed class OwnerIndex
{
    private ImmutableDictionary<string, ImmutableSortedDictionary<string, StoreEvent>> _byOwner =
        ImmutableDictionary.Create<string, ImmutableSortedDictionary<string, StoreEvent>>(StringComparer.Ordinal);

    /// <summary>The last changes of the objects that name this uid among their owners, ordered by kind, namespace and name.</summary>
    public IEnumerable<StoreEvent> DependentsOf(string uid) => _byOwner.GetValueOrDefault(uid)?.Values ?? [];

    /// <summary>Whether the object names the uid as its controller.</summary>
    public static bool IsControlledBy(JsonObject value, string uid) =>
        value.Child("metadata").Children("ownerReferences").Any(owner => owner.Flag("controller") && owner.Text("uid") == uid);

    /// <summary>Takes a change in.</summary>
    public void Apply(StoreEvent change)
    {
        var key = $"{change.Kind.QualifiedKind}/{change.Stored.Namespace}/{change.Stored.Name}";
        var owners = change.Type == "DELETED" ? [] : Owners(change.Object);
        foreach (var uid in Owners(change.Old).Except(owners, StringComparer.Ordinal))
        {
            Remove(uid, key);
        }

        foreach (var uid in owners)
        {
            var dependents = _byOwner.GetValueOrDefault(uid) ?? ImmutableSortedDictionary.Create<string, StoreEvent>(StringComparer.Ordinal);
            _byOwner = _byOwner.SetItem(uid, dependents.SetItem(key, change with { Before = null }));
        }
    }

    private static List<string> Owners(JsonObject? value) =>
        [.. value.Child("metadata").Children("ownerReferences").Select(owner => owner.Text("uid"))];

    private void Remove(string uid, string key)
    {
        if (_byOwner.GetValueOrDefault(uid)?.Remove(key) is { } rest)
        {
            _byOwner = rest.IsEmpty ? _byOwner.Remove(uid) : _byOwner.SetItem(uid, rest);
        }
    }
}
