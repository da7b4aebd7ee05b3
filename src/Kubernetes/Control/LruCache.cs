using System.Diagnostics.CodeAnalysis;

namespace Autoscale.Kubernetes.Control;

/// <summary>Remembers so many values and forgets the one that was not used for longest; not safe for several threads.</summary>
public sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = new();

    /// <summary>The values that are remembered, the one used last first.</summary>
    public IEnumerable<TValue> Values => _byUse.Select(one => one.Value);

    /// <summary>Looks a value up, which counts as use.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Remembers a value, which counts as use.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out var old))
        {
            _byUse.Remove(old);
        }

        _nodes[key] = _byUse.AddFirst((key, value));
        if (_nodes.Count > capacity && _byUse.Last is { } last)
        {
            _nodes.Remove(last.Value.Key);
            _byUse.RemoveLast();
        }
    }
}
