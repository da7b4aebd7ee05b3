using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// The selectors and the pods of one namespace. A pod meets only the selectors that are anchored on one of its labels, and
/// a new selector only the pods that bear its anchor; those without an equality requirement have to meet all.
/// </summary>
internal sealed class NamespaceSelectors<TValue>(Func<Pod, TValue> evaluate, Lock indexLock)
{
    private readonly Dictionary<string, IndexedPod<TValue>> _pods = [];
    private readonly Dictionary<string, Dictionary<string, LabelBucket<TValue>>> _labels = [];
    private readonly Dictionary<(string Text, bool IsNothing), SelectedPods<TValue>> _selections = [];
    private readonly List<SelectedPods<TValue>> _unanchored = [];

    /// <summary>Whether there is neither a pod nor a selector.</summary>
    public bool IsEmpty => _pods.Count == 0 && _selections.Count == 0;

    /// <summary>The selections that have the pod of this name.</summary>
    public IReadOnlyList<SelectedPods<TValue>> SelectionsOf(string pod) => _pods.TryGetValue(pod, out var known) ? known.Selections : [];

    /// <summary>Registers a selector for an owner.</summary>
    public SelectedPods<TValue> Add(ObjectKey owner, LabelSelector selector)
    {
        var text = (selector.ToString(), selector.MatchesNothing);
        if (!_selections.TryGetValue(text, out var selection))
        {
            _selections[text] = selection = new(selector, indexLock);
            foreach (var pod in Anchor(selection))
            {
                Select(pod, selection);
            }
        }

        selection.AddOwner(owner);
        return selection;
    }

    /// <summary>Takes an owner off a selection, and the selection away with its last owner.</summary>
    public void Remove(ObjectKey owner, SelectedPods<TValue> selection)
    {
        selection.RemoveOwner(owner);
        if (selection.Owners.Length > 0)
        {
            return;
        }

        _selections.Remove((selection.Selector.ToString(), selection.Selector.MatchesNothing));
        _unanchored.Remove(selection);
        foreach (var bucket in selection.Anchors)
        {
            bucket.Selections.Remove(selection);
            bucket.DropIfEmpty();
        }

        foreach (var entry in selection.Pods)
        {
            var pod = _pods[entry.Pod.Metadata.Name];
            pod.SelectBy([.. pod.Selections.Where(other => other != selection)]);
            pod.Entry = pod.Selections.Count == 0 ? null : pod.Entry;
        }
    }

    /// <summary>Takes a new state of a pod in; returns the selections that had it before.</summary>
    public IReadOnlyList<SelectedPods<TValue>> Put(Pod pod)
    {
        var name = pod.Metadata.Name;
        var isKnown = _pods.TryGetValue(name, out var known);
        var indexed = known ?? (_pods[name] = new(pod));
        var before = indexed.Selections;
        var oldLabels = isKnown ? indexed.Pod.Metadata.Labels : null;
        indexed.Pod = pod;
        if (!isKnown || !SameLabels(oldLabels, pod.Metadata.Labels))
        {
            Relabel(indexed, oldLabels);
        }

        if (indexed.Selections.Count > 0)
        {
            var entry = indexed.Entry = new(pod, evaluate(pod));
            foreach (var selection in indexed.Selections)
            {
                selection.Put(entry);
            }
        }

        return before;
    }

    /// <summary>Takes a pod out; returns the selections that had it.</summary>
    public IReadOnlyList<SelectedPods<TValue>> Remove(string name)
    {
        if (!_pods.Remove(name, out var indexed))
        {
            return [];
        }

        var before = indexed.Selections;
        Leave(indexed, before);
        indexed.SelectBy([]);
        DropFromBuckets(indexed, indexed.Pod.Metadata.Labels);
        return before;
    }

    private static bool SameLabels(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        ReferenceEquals(left, right)
        || ((left?.Count ?? 0) == (right?.Count ?? 0)
            && (left ?? new Dictionary<string, string>()).All(pair => right is not null && right.TryGetValue(pair.Key, out var value) && value == pair.Value));

    private static void Leave(IndexedPod<TValue> indexed, IEnumerable<SelectedPods<TValue>> selections)
    {
        foreach (var selection in selections)
        {
            selection.Remove(indexed.Pod.Metadata.Name);
        }
    }

    private void Select(IndexedPod<TValue> pod, SelectedPods<TValue> selection)
    {
        if (selection.Selector.Matches(pod.Pod.Metadata.Labels))
        {
            pod.SelectBy([.. pod.Selections, selection]);
            selection.Put(pod.Entry ??= new(pod.Pod, evaluate(pod.Pod)));
        }
    }

    private void Relabel(IndexedPod<TValue> indexed, IReadOnlyDictionary<string, string>? oldLabels)
    {
        DropFromBuckets(indexed, oldLabels);
        var labels = indexed.Pod.Metadata.Labels;
        var selections = new List<SelectedPods<TValue>>(_unanchored.Where(selection => selection.Selector.Matches(labels)));
        foreach (var (key, value) in labels ?? new Dictionary<string, string>())
        {
            if (_labels.TryGetValue(key, out var values))
            {
                var bucket = Bucket(values, value);
                bucket.Pods.Add(indexed);
                selections.AddRange(bucket.Selections.Where(selection => selection.Selector.Matches(labels)));
            }
        }

        Leave(indexed, indexed.Selections.Except(selections));
        indexed.SelectBy(selections);
        indexed.Entry = null;
    }

    private void DropFromBuckets(IndexedPod<TValue> indexed, IReadOnlyDictionary<string, string>? labels)
    {
        foreach (var (key, value) in labels ?? new Dictionary<string, string>())
        {
            if (_labels.TryGetValue(key, out var values) && values.TryGetValue(value, out var bucket))
            {
                bucket.Pods.Remove(indexed);
                bucket.DropIfEmpty();
            }
        }
    }

    /// <summary>Anchors a selection on the loneliest of its required labels; returns the pods that it may select.</summary>
    private IEnumerable<IndexedPod<TValue>> Anchor(SelectedPods<TValue> selection)
    {
        if (selection.Selector.MatchesNothing)
        {
            return [];
        }

        var candidates = selection.Selector.Requirements.Where(requirement => requirement.IsEquality).Select(BucketsOf).ToList();
        if (candidates.Count == 0)
        {
            _unanchored.Add(selection);
            return _pods.Values;
        }

        selection.Anchors = [.. candidates.MinBy(buckets => buckets.Sum(bucket => (long)bucket.Selections.Count + bucket.Pods.Count)) ?? []];
        foreach (var bucket in selection.Anchors)
        {
            bucket.Selections.Add(selection);
        }

        foreach (var bucket in candidates.SelectMany(buckets => buckets))
        {
            bucket.DropIfEmpty();
        }

        return selection.Anchors.SelectMany(bucket => bucket.Pods);
    }

    private List<LabelBucket<TValue>> BucketsOf(LabelRequirement requirement)
    {
        var values = ValuesOf(requirement.Key);
        return [.. requirement.Values.Distinct().Select(value => Bucket(values, value))];
    }

    /// <summary>The buckets of a label key; the first selector that asks for a key makes them, by the one scan of the pods.</summary>
    private Dictionary<string, LabelBucket<TValue>> ValuesOf(string key)
    {
        if (!_labels.TryGetValue(key, out var values))
        {
            _labels[key] = values = [];
            foreach (var pod in _pods.Values)
            {
                if (pod.Pod.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value))
                {
                    Bucket(values, value).Pods.Add(pod);
                }
            }
        }

        return values;
    }

    private static LabelBucket<TValue> Bucket(Dictionary<string, LabelBucket<TValue>> values, string value)
    {
        if (!values.TryGetValue(value, out var bucket))
        {
            values[value] = bucket = new(values, value);
        }

        return bucket;
    }
}
