using System.Collections.Immutable;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Control;

/// <summary>
/// The usage of the pods that autoscalers select, and of no others; for any number of threads, one at a time. Pods are followed
/// always, usage is known while leading.
/// </summary>
internal sealed class UsageState(UsageOptions options, VpaTargets targets)
{
    private readonly Lock _lock = new();
    private readonly SelectorIndex<PodFacts> _pods = new(pod => FactsOf(pod, targets));
    private readonly Dictionary<ObjectKey, PodSelection<PodFacts>> _selections = [];
    private UsageModel _model = new(options);

    /// <summary>The autoscalers that are tracked.</summary>
    public IReadOnlyList<ObjectKey> Autoscalers
    {
        get
        {
            lock (_lock)
            {
                return [.. _selections.Keys];
            }
        }
    }

    /// <summary>Forgets all usage: who leads again after another one did knows less than the checkpoints.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            foreach (var selection in _selections.Values)
            {
                selection.Dispose();
            }

            _selections.Clear();
            _model = new(options);
        }
    }

    /// <summary>Takes in a change of a pod.</summary>
    public void PodChanged(ObjectChange<Pod> change)
    {
        lock (_lock)
        {
            var (@namespace, name) = (change.Object.Metadata.Namespace, change.Object.Metadata.Name);
            var touched = _pods.Apply(change);
            if (touched.IsEmpty)
            {
                return;
            }

            if (change.After is { } pod && !_pods.OwnersOf(@namespace, name).IsEmpty)
            {
                _model.SetPod(FactsOf(pod, targets));
            }
            else
            {
                _model.RemovePod(@namespace, name);
            }
        }
    }

    /// <summary>
    /// Tracks an autoscaler with the selector of its target; true where it was not tracked before, or by another selector. What is known
    /// from before is restored, by that answer, before any usage comes in: it would pass for all that is known.
    /// </summary>
    public bool Track(ObjectKey vpa, LabelSelector selector, VpaResourcePolicy? policy, Action<bool> restore)
    {
        lock (_lock)
        {
            var known = _selections.GetValueOrDefault(vpa);
            var isNew = known is null || !IsSame(known.Selector, selector);
            if (isNew)
            {
                // The new one first: pods that both select keep what is known of their present memory interval.
                _selections[vpa] = _pods.Register(vpa, selector);
                Release(known);
            }

            _model.SetVpa(vpa, selector, policy);
            foreach (var entry in isNew ? _selections[vpa].Pods : [])
            {
                _model.SetPod(entry.Value);
            }

            restore(isNew);
            return isNew;
        }
    }

    /// <summary>Forgets an autoscaler.</summary>
    public void Forget(ObjectKey vpa)
    {
        lock (_lock)
        {
            _selections.Remove(vpa, out var known);
            Release(known);
            _model.RemoveVpa(vpa);
        }
    }

    /// <summary>Every pod that some autoscaler selects, each once.</summary>
    public IReadOnlyList<PodFacts> SelectedPods()
    {
        lock (_lock)
        {
            return [.. _selections.Values.SelectMany(selection => selection.Pods).Select(entry => entry.Value).Distinct(ReferenceEqualityComparer.Instance).OfType<PodFacts>()];
        }
    }

    /// <summary>The pods of one autoscaler.</summary>
    public ImmutableArray<PodEntry<PodFacts>> PodsOf(ObjectKey vpa)
    {
        lock (_lock)
        {
            return _selections.TryGetValue(vpa, out var selection) ? selection.Pods : [];
        }
    }

    /// <summary>The autoscalers that select a pod, sorted.</summary>
    public ImmutableArray<ObjectKey> OwnersOf(string @namespace, string pod)
    {
        lock (_lock)
        {
            return _pods.OwnersOf(@namespace, pod);
        }
    }

    /// <summary>All autoscalers that select at least one of the pods of an autoscaler, itself among them; sorted.</summary>
    public ImmutableArray<ObjectKey> ClaimantsOf(ObjectKey vpa)
    {
        lock (_lock)
        {
            return _selections.TryGetValue(vpa, out var selection) ? selection.Claimants : [];
        }
    }

    /// <summary>Uses the model; nobody else does meanwhile, and what it answers with is not to be kept.</summary>
    public T Use<T>(Func<UsageModel, T> use)
    {
        lock (_lock)
        {
            return use(_model);
        }
    }

    /// <summary>What the model has to know of a pod.</summary>
    private static PodFacts FactsOf(Pod pod, VpaTargets targets) => new(
        pod.Metadata.Namespace,
        pod.Metadata.Name,
        pod.Metadata.Labels ?? ImmutableDictionary<string, string>.Empty,
        pod.Status.Phase is not ("Succeeded" or "Failed") || targets.HasOwner(pod),
        [.. pod.Spec.Containers.Select(container => container.Name)]);

    private static bool IsSame(LabelSelector one, LabelSelector other) =>
        ReferenceEquals(one, other) || (one.MatchesNothing == other.MatchesNothing && one.ToString() == other.ToString());

    private void Release(PodSelection<PodFacts>? selection)
    {
        var pods = selection?.Pods ?? [];
        selection?.Dispose();
        foreach (var metadata in pods.Select(entry => entry.Pod.Metadata).Where(one => _pods.OwnersOf(one.Namespace, one.Name).IsEmpty))
        {
            _model.RemovePod(metadata.Namespace, metadata.Name);
        }
    }
}
