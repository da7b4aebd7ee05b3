using System.Collections.Concurrent;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>The objects that an informer knows of; reads take no locks and may come from any thread.</summary>
public sealed class ObjectCache<T>(string group)
    where T : class, IKubeObject
{
    private readonly Lock _write = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name), T> _objects = new();
    private readonly ObjectGroups<T> _byNamespace = new();
    private readonly ObjectGroups<T> _byOwner = new();

    /// <summary>Every object, in no order.</summary>
    public IEnumerable<T> All => _objects.Select(pair => pair.Value);

    /// <summary>How many objects there are.</summary>
    public int Count => _objects.Count;

    /// <summary>The key of an object: the cache's group, and the model's name for a kind.</summary>
    public ObjectKey KeyOf(T item) => new(group, typeof(T).Name, item.Metadata.Namespace, item.Metadata.Name);

    /// <summary>The object of this key, or null.</summary>
    public T? Find(ObjectKey key) => key.Group == group && key.Kind == typeof(T).Name ? Find(key.Namespace, key.Name) : null;

    /// <summary>The object of this name, or null; the namespace of a cluster-scoped object is "".</summary>
    public T? Find(string @namespace, string name) => _objects.GetValueOrDefault((@namespace, name));

    /// <summary>The objects of a namespace, in no order.</summary>
    public IEnumerable<T> InNamespace(string @namespace) => _byNamespace.Of(@namespace);

    /// <summary>The objects that name an object of this uid among their owners, in no order.</summary>
    public IEnumerable<T> OwnedBy(string uid) => _byOwner.Of(uid);

    /// <summary>Puts an object in, over the one of the same name; returns the one that was there.</summary>
    internal T? Put(T item)
    {
        lock (_write)
        {
            var name = NameOf(item);
            var before = _objects.GetValueOrDefault(name);
            if (before is not null)
            {
                RemoveFromOwners(before, name);
            }

            _objects[name] = item;
            _byNamespace.Put(name.Namespace, name, item);
            foreach (var owner in item.Metadata.OwnerReferences ?? [])
            {
                _byOwner.Put(owner.Uid, name, item);
            }

            return before;
        }
    }

    /// <summary>Takes an object out; returns the one that was there.</summary>
    internal T? Remove(T item)
    {
        lock (_write)
        {
            var name = NameOf(item);
            if (_objects.TryRemove(name, out var before))
            {
                _byNamespace.Remove(name.Namespace, name);
                RemoveFromOwners(before, name);
            }

            return before;
        }
    }

    private static (string Namespace, string Name) NameOf(T item) => (item.Metadata.Namespace, item.Metadata.Name);

    private void RemoveFromOwners(T item, (string Namespace, string Name) name)
    {
        foreach (var owner in item.Metadata.OwnerReferences ?? [])
        {
            _byOwner.Remove(owner.Uid, name);
        }
    }
}
