using System.Collections.Immutable;

namespace Autoscale.LocalCluster.Api;

/// <summary>The objects of one kind, ordered by namespace and name, with their latest changes; written under the store's lock, read as immutable snapshots.</summary>
internal sealed class KindTable(long start)
{
    /// <summary>How many changes a watch can go back.</summary>
    public const int Window = 4096;

    private static readonly ImmutableSortedDictionary<string, StoredObject> NoObjects =
        ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    private readonly Queue<StoreEvent> _history = new();

    /// <summary>Objects by namespace ("" when cluster-scoped), then name.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> Namespaces { get; private set; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(StringComparer.Ordinal);

    /// <summary>The version of the last change that the history has forgotten.</summary>
    public long Forgotten { get; private set; } = start;

    /// <summary>Who is told of changes.</summary>
    public ImmutableArray<Action<StoreEvent>> Subscribers { get; set; } = [];

    /// <summary>The object, or null.</summary>
    public StoredObject? Find(string ns, string name) => Namespaces.GetValueOrDefault(ns)?.GetValueOrDefault(name);

    /// <summary>The changes after a version, oldest first.</summary>
    public List<StoreEvent> Since(long version) => [.. _history.Where(change => change.Version > version)];

    /// <summary>Applies a change, remembers it, and tells the subscribers.</summary>
    public void Apply(StoreEvent change)
    {
        var stored = change.Stored;
        var objects = Namespaces.GetValueOrDefault(stored.Namespace) ?? NoObjects;
        objects = change.Type == "DELETED" ? objects.Remove(stored.Name) : objects.SetItem(stored.Name, stored);
        Namespaces = objects.IsEmpty ? Namespaces.Remove(stored.Namespace) : Namespaces.SetItem(stored.Namespace, objects);
        Remember(change);
        foreach (var subscriber in Subscribers)
        {
            subscriber(change);
        }
    }

    private void Remember(StoreEvent change)
    {
        _history.Enqueue(change);
        if (_history.Count > Window)
        {
            Forgotten = _history.Dequeue().Version;
        }
    }
}
