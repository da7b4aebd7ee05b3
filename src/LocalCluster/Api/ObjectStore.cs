using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>All objects of the cluster: one sequence of versions, optimistic concurrency, and for each kind a window of changes to watch from.</summary>
public sealed class ObjectStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Group, string Kind), KindTable> _tables = [];
    private readonly OwnerIndex _owners = new();
    private readonly long _start;
    private long _version;

    /// <summary>Starts empty after the given version.</summary>
    public ObjectStore(long version = 0) => _start = _version = version;

    /// <summary>The version of the latest change.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

    /// <summary>The stored object, or null.</summary>
    public StoredObject? Find(ResourceKind kind, string ns, string name) => Table(kind).Find(ns, name);

    /// <summary>The objects of a namespace (null: of all), ordered by namespace and name, and the store's version at that moment.</summary>
    public ObjectSnapshot List(ResourceKind kind, string? ns)
    {
        lock (_lock)
        {
            var namespaces = Table(kind).Namespaces;
            var objects = ns is null ? namespaces.Values.SelectMany(one => one.Values) : namespaces.GetValueOrDefault(ns)?.Values ?? [];
            return new ObjectSnapshot(objects, _version);
        }
    }

    /// <summary>The objects of the kind whose controller has this uid.</summary>
    public IEnumerable<JsonObject> OwnedBy(ResourceKind kind, string uid) =>
        Dependents(uid).Where(one => one.Kind.Kind == kind.Kind && one.Kind.Group == kind.Group)
            .Select(one => one.Object)
            .Where(one => OwnerIndex.IsControlledBy(one, uid));

    /// <summary>Every object that names this uid among its owners.</summary>
    public IEnumerable<(ResourceKind Kind, JsonObject Object)> Dependents(string uid) =>
        _owners.DependentsOf(uid).Select(change => (change.Kind, change.Object));

    /// <summary>Stores a new object; null when the name is taken.</summary>
    public StoredObject? Insert(ResourceKind kind, JsonObject value)
    {
        lock (_lock)
        {
            var metadata = value.Metadata();
            return Table(kind).Find(metadata.Text("namespace"), metadata.Text("name")) is null ? Commit("ADDED", kind, value, null) : null;
        }
    }

    /// <summary>Stores the next version of an object; null when the old one is no longer the latest.</summary>
    public StoredObject? Replace(ResourceKind kind, StoredObject old, JsonObject value)
    {
        lock (_lock)
        {
            return IsLatest(kind, old) ? Commit("MODIFIED", kind, value, old) : null;
        }
    }

    /// <summary>Removes an object, whose last state may differ from the stored one; null when the old one is no longer the latest.</summary>
    public StoredObject? Remove(ResourceKind kind, StoredObject old, JsonObject last)
    {
        lock (_lock)
        {
            return IsLatest(kind, old) ? Commit("DELETED", kind, last, old) : null;
        }
    }

    /// <summary>Calls the handler for every committed change of the kind, in order and under the store's lock. Disposing ends it.</summary>
    public IDisposable Subscribe(ResourceKind kind, Action<StoreEvent> handler)
    {
        lock (_lock)
        {
            return Attach(Table(kind), handler);
        }
    }

    /// <summary>As <see cref="Subscribe(ResourceKind, Action{StoreEvent})"/>, first handing over the changes after a version; throws the 410 refusal when they are forgotten.</summary>
    public IDisposable Subscribe(ResourceKind kind, long since, Action<StoreEvent> handler)
    {
        lock (_lock)
        {
            var table = Table(kind);
            if (since < table.Forgotten || since > _version)
            {
                throw Refusals.TooOld(since, table.Forgotten + 1);
            }

            table.Since(since).ForEach(handler);
            return Attach(table, handler);
        }
    }

    private Subscription Attach(KindTable table, Action<StoreEvent> handler)
    {
        table.Subscribers = table.Subscribers.Add(handler);
        return new Subscription(() =>
        {
            lock (_lock)
            {
                table.Subscribers = table.Subscribers.Remove(handler);
            }
        });
    }

    private StoredObject Commit(string type, ResourceKind kind, JsonObject value, StoredObject? old)
    {
        var stored = new StoredObject(value, ++_version);
        var change = new StoreEvent(type, kind, stored, old);
        _owners.Apply(change);
        Table(kind).Apply(change);
        return stored;
    }

    private bool IsLatest(ResourceKind kind, StoredObject old) => ReferenceEquals(Table(kind).Find(old.Namespace, old.Name), old);

    private KindTable Table(ResourceKind kind)
    {
        lock (_lock)
        {
            if (!_tables.TryGetValue((kind.Group, kind.Kind), out var table))
            {
                table = new KindTable(_start);
                _tables.Add((kind.Group, kind.Kind), table);
            }

            return table;
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
