using System.Collections.Concurrent;

namespace Autoscale.Kubernetes.Control;

/// <summary>Objects by a text that many share, such as their namespace; read without locks, written by one thread at a time.</summary>
internal sealed class ObjectGroups<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<(string Namespace, string Name), T>> _groups = new();

    /// <summary>The objects of a group in no order.</summary>
    public IEnumerable<T> Of(string group) => _groups.TryGetValue(group, out var objects) ? objects.Select(pair => pair.Value) : [];

    /// <summary>Puts an object into a group, over the one of the same name.</summary>
    public void Put(string group, (string Namespace, string Name) name, T item) =>
        _groups.GetOrAdd(group, _ => new(concurrencyLevel: 1, capacity: 4))[name] = item;

    /// <summary>Takes an object out of a group, and the group away with its last object.</summary>
    public void Remove(string group, (string Namespace, string Name) name)
    {
        if (_groups.TryGetValue(group, out var objects) && objects.TryRemove(name, out _) && objects.IsEmpty)
        {
            _groups.TryRemove(group, out _);
        }
    }
}
