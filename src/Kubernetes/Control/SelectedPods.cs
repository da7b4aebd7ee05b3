using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Autoscale.Kubernetes.Control;

/// <summary>The pods of one selector, for all who registered it; written under the index's lock.</summary>
internal sealed class SelectedPods<TValue>(LabelSelector selector, Lock indexLock)
{
    private readonly List<PodEntry<TValue>> _entries = [];
    private readonly List<ObjectKey> _owners = [];
    private volatile PodEntry<TValue>[]? _snapshot = [];

    /// <summary>The selector.</summary>
    public LabelSelector Selector { get; } = selector;

    /// <summary>Who registered it, sorted, each once.</summary>
    public ImmutableArray<ObjectKey> Owners { get; private set; } = [];

    /// <summary>How many of the pods are selected by another selector too.</summary>
    public int SharedPods { get; set; }

    /// <summary>The buckets of labels under which pods find the selector; empty when every pod must be tested.</summary>
    public ImmutableArray<LabelBucket<TValue>> Anchors { get; set; } = [];

    /// <summary>The pods in order of their names; copied on the first read after a change, then free.</summary>
    public ImmutableArray<PodEntry<TValue>> Pods => ImmutableCollectionsMarshal.AsImmutableArray(_snapshot ?? Copy());

    /// <summary>Adds somebody who watches.</summary>
    public void AddOwner(ObjectKey owner)
    {
        _owners.Add(owner);
        Owners = Sorted(_owners);
    }

    /// <summary>Removes somebody who watches.</summary>
    public void RemoveOwner(ObjectKey owner)
    {
        _owners.Remove(owner);
        Owners = Sorted(_owners);
    }

    /// <summary>Puts a pod in, over the one of the same name.</summary>
    public void Put(PodEntry<TValue> entry)
    {
        var at = Search(entry.Pod.Metadata.Name);
        if (at < 0)
        {
            _entries.Insert(~at, entry);
        }
        else
        {
            _entries[at] = entry;
        }

        _snapshot = null;
    }

    /// <summary>Takes the pod of this name out.</summary>
    public void Remove(string name)
    {
        if (Search(name) is >= 0 and var at)
        {
            _entries.RemoveAt(at);
            _snapshot = null;
        }
    }

    /// <summary>Keys in order of namespace and name, each once.</summary>
    public static ImmutableArray<ObjectKey> Sorted(IEnumerable<ObjectKey> keys) =>
    [
        .. keys.Distinct().OrderBy(key => key.Namespace, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal),
    ];

    private PodEntry<TValue>[] Copy()
    {
        lock (indexLock)
        {
            return _snapshot ??= [.. _entries];
        }
    }

    private int Search(string name)
    {
        var (low, high) = (0, _entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_entries[middle].Pod.Metadata.Name, name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
