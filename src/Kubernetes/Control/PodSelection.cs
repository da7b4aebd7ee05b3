using System.Collections.Immutable;

namespace Autoscale.Kubernetes.Control;

/// <summary>A registered selector and its pods, kept up to date until it is disposed; reading is free of locks and allocations between changes.</summary>
public sealed class PodSelection<TValue> : IDisposable
{
    private readonly SelectorIndex<TValue> _index;
    private readonly SelectedPods<TValue> _selected;
    private bool _isReleased;

    internal PodSelection(SelectorIndex<TValue> index, ObjectKey owner, SelectedPods<TValue> selected)
    {
        _index = index;
        _selected = selected;
        Owner = owner;
    }

    /// <summary>Who registered it.</summary>
    public ObjectKey Owner { get; }

    /// <summary>The selector.</summary>
    public LabelSelector Selector => _selected.Selector;

    /// <summary>The selected pods, in order of their names.</summary>
    public ImmutableArray<PodEntry<TValue>> Pods => _selected.Pods;

    /// <summary>
    /// All whose selectors select at least one of these pods, sorted by namespace and name: nobody when there are no pods,
    /// only the owner in the normal case, several when the pods are ambiguous.
    /// </summary>
    public ImmutableArray<ObjectKey> Claimants =>
        Pods.IsEmpty ? [] : _selected.SharedPods == 0 ? _selected.Owners : _index.ClaimantsOf(Owner.Namespace, _selected);

    /// <summary>Ends the registration.</summary>
    public void Dispose()
    {
        if (!_isReleased)
        {
            _isReleased = true;
            _index.Release(Owner, _selected);
        }
    }
}
