using System.Collections.Immutable;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Answers which pods a registered selector selects, and which selectors select a pod, without ever scanning a namespace:
/// each pod change updates just the selections that it concerns. The delegate works out once per change what readers want
/// to know of a selected pod.
/// </summary>
public sealed class SelectorIndex<TValue>(Func<Pod, TValue> evaluate)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NamespaceSelectors<TValue>> _namespaces = [];

    /// <summary>Registers a selector over the pods of the owner's namespace; disposing the selection ends that.</summary>
    public PodSelection<TValue> Register(ObjectKey owner, LabelSelector selector)
    {
        lock (_lock)
        {
            return new(this, owner, In(owner.Namespace).Add(owner, selector));
        }
    }

    /// <summary>Takes a change of a pod in; returns the owners whose selection it touched, each once.</summary>
    public ImmutableArray<ObjectKey> Apply(ObjectChange<Pod> change)
    {
        lock (_lock)
        {
            var name = change.Object.Metadata.Name;
            var selectors = In(change.Object.Metadata.Namespace);
            var before = change.After is { } pod ? selectors.Put(pod) : selectors.Remove(name);
            var after = selectors.SelectionsOf(name);
            DropIfEmpty(change.Object.Metadata.Namespace, selectors);
            return after == before || after.Count == 0 ? Owners(before) : Owners([.. before, .. after]);
        }
    }

    /// <summary>The owners of the selectors that select the pod of this name, sorted.</summary>
    public ImmutableArray<ObjectKey> OwnersOf(string @namespace, string pod)
    {
        lock (_lock)
        {
            return _namespaces.TryGetValue(@namespace, out var selectors) ? Owners(selectors.SelectionsOf(pod)) : [];
        }
    }

    internal ImmutableArray<ObjectKey> ClaimantsOf(string @namespace, SelectedPods<TValue> selected)
    {
        lock (_lock)
        {
            var selectors = In(@namespace);
            return Owners(selected.Pods.SelectMany(entry => selectors.SelectionsOf(entry.Pod.Metadata.Name)).Distinct());
        }
    }

    internal void Release(ObjectKey owner, SelectedPods<TValue> selected)
    {
        lock (_lock)
        {
            var selectors = In(owner.Namespace);
            selectors.Remove(owner, selected);
            DropIfEmpty(owner.Namespace, selectors);
        }
    }

    private static ImmutableArray<ObjectKey> Owners(IEnumerable<SelectedPods<TValue>> selections) => selections switch
    {
        IReadOnlyList<SelectedPods<TValue>> { Count: 0 } => [],
        IReadOnlyList<SelectedPods<TValue>> { Count: 1 } one => one[0].Owners,
        _ => SelectedPods<TValue>.Sorted(selections.SelectMany(selection => selection.Owners)),
    };

    // Namespaces come and go.
    private void DropIfEmpty(string @namespace, NamespaceSelectors<TValue> selectors)
    {
        if (selectors.IsEmpty)
        {
            _namespaces.Remove(@namespace);
        }
    }

    private NamespaceSelectors<TValue> In(string @namespace)
    {
        if (!_namespaces.TryGetValue(@namespace, out var selectors))
        {
            _namespaces[@namespace] = selectors = new(evaluate, _lock);
        }

        return selectors;
    }
}
