using Autoscale.Kubernetes;
using Autoscale.Metrics;

namespace Autoscale.Vpa.Usage;

/// <summary>
/// The pods and autoscalers of one namespace. New labels meet only the autoscalers that are anchored on one of them, so that
/// registering many of both does not multiply.
/// </summary>
internal sealed class NamespaceUsage(UsageRules rules)
{
    private readonly Dictionary<string, TrackedPod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackedVpa> _vpas = new(StringComparer.Ordinal);
    private readonly Dictionary<SeriesLabels, UsageGroup> _groups = [];
    private readonly Dictionary<(string Name, string Value), TrackedVpa[]> _anchored = [];
    private TrackedVpa[] _unanchored = [];

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _pods.Count == 0 && _vpas.Count == 0 && _groups.Count == 0;

    /// <summary>All autoscalers.</summary>
    public IReadOnlyCollection<TrackedVpa> Vpas => _vpas.Values;

    public TrackedPod? Pod(string name) => _pods.GetValueOrDefault(name);

    public TrackedVpa? Vpa(string name) => _vpas.GetValueOrDefault(name);

    public void SetPod(PodFacts facts)
    {
        if (!_pods.TryGetValue(facts.Name, out var pod))
        {
            var group = GroupOf(facts.Labels);
            _pods[facts.Name] = pod = new(facts.Name, group);
            group.Add(pod);
        }
        else if (!HasLabels(pod.Group, facts.Labels))
        {
            pod.MoveTo(GroupOf(facts.Labels));
        }

        pod.IsActive = facts.IsActive;
        pod.AddContainers(facts.Containers);
    }

    public void RemovePod(string name)
    {
        if (_pods.Remove(name, out var pod))
        {
            pod.Group.Remove(pod);
        }
    }

    public TrackedVpa SetVpa(string name, LabelSelector selector)
    {
        if (_vpas.TryGetValue(name, out var known))
        {
            if (ReferenceEquals(known.Selector, selector) || Same(known.Selector, selector))
            {
                return known;
            }

            RemoveVpa(name);
        }

        var vpa = new TrackedVpa(name, selector, rules);
        _vpas[name] = vpa;
        SetAnchored(vpa, [.. Anchored(vpa), vpa]);
        foreach (var group in _groups.Values)
        {
            Link(vpa, group);
        }

        return vpa;
    }

    public void RemoveVpa(string name)
    {
        if (!_vpas.Remove(name, out var vpa))
        {
            return;
        }

        foreach (var group in vpa.Groups.ToArray())
        {
            group.Remove(vpa);
        }

        SetAnchored(vpa, [.. Anchored(vpa).Where(one => one != vpa)]);
    }

    /// <summary>Forgets usage without samples for long, or without samples and pods; returns of how many containers.</summary>
    public int Collect(UnixSecond now)
    {
        var removed = 0;
        foreach (var group in _groups.Values)
        {
            removed += Collect(group, now);
            if (group.PodCount == 0 && group.Evidence.Length == 0)
            {
                _groups.Remove(group.Labels);
                foreach (var vpa in group.Vpas.ToArray())
                {
                    group.Remove(vpa);
                }
            }
        }

        return removed + _vpas.Values.Sum(vpa => vpa.CollectRestored(now));
    }

    private static int Collect(UsageGroup group, UnixSecond now)
    {
        var removed = 0;
        foreach (var evidence in group.Evidence)
        {
            if (group.Options.OomEvidenceAge is { } age)
            {
                evidence.AgeOoms(UnixSecond.Of(now.Value - (long)age.TotalSeconds));
            }

            var isExpired = evidence.IsExpired(now, group.Settings(evidence.Container).WindowSeconds);
            if (isExpired || (evidence.Samples == 0 && !IsContributed(group, evidence)))
            {
                group.Forget(evidence);
                removed++;
            }
        }

        return removed;
    }

    private static bool IsContributed(UsageGroup group, ContainerEvidence evidence)
    {
        foreach (var pod in group.Pods)
        {
            if (pod.IsActive && pod.Find(evidence.Container) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLabels(UsageGroup group, IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count != group.Labels.Count)
        {
            return false;
        }

        foreach (var (name, value) in group.Labels)
        {
            if (!labels.TryGetValue(name, out var other) || other != value)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(LabelSelector left, LabelSelector right) =>
        left.MatchesNothing == right.MatchesNothing && left.ToString() == right.ToString();

    private static (string Name, string Value)? Anchor(LabelSelector selector)
    {
        foreach (var requirement in selector.Requirements)
        {
            if (selector.ExactValue(requirement.Key) is { } value)
            {
                return (requirement.Key, value);
            }
        }

        return null;
    }

    private static void Link(TrackedVpa vpa, UsageGroup group)
    {
        if (vpa.Selector.Matches(group.Labels))
        {
            group.Add(vpa);
        }
    }

    private UsageGroup GroupOf(IReadOnlyDictionary<string, string> labels)
    {
        var key = SeriesLabels.Of(labels.Select(label => KeyValuePair.Create(NamePool.Shared.Share(label.Key), label.Value)));
        if (_groups.TryGetValue(key, out var known))
        {
            return known;
        }

        var group = new UsageGroup(key, rules);
        _groups[key] = group;
        Array.ForEach(_unanchored, vpa => Link(vpa, group));
        foreach (var (name, value) in key)
        {
            Array.ForEach(_anchored.GetValueOrDefault((name, value)) ?? [], vpa => Link(vpa, group));
        }

        return group;
    }

    private TrackedVpa[] Anchored(TrackedVpa vpa) =>
        Anchor(vpa.Selector) is { } anchor ? _anchored.GetValueOrDefault(anchor) ?? [] : _unanchored;

    private void SetAnchored(TrackedVpa vpa, TrackedVpa[] vpas)
    {
        if (Anchor(vpa.Selector) is not { } anchor)
        {
            _unanchored = vpas;
        }
        else if (vpas.Length == 0)
        {
            _anchored.Remove(anchor);
        }
        else
        {
            _anchored[anchor] = vpas;
        }
    }
}
