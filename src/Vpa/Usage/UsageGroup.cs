using Autoscale.Metrics;

namespace Autoscale.Vpa.Usage;

/// <summary>
/// The pods of one namespace that have the same labels: the usage of their containers of one name is one. Its evidence is sorted
/// by name, and replaced whole when a container comes or goes.
/// </summary>
internal sealed class UsageGroup(SeriesLabels labels, UsageRules rules)
{
    private TrackedPod[] _pods = [];
    private TrackedVpa[] _vpas = [];

    /// <summary>The labels that its pods have.</summary>
    public SeriesLabels Labels => labels;

    /// <summary>The model's settings.</summary>
    public UsageOptions Options => rules.Options;

    /// <summary>The evidence, sorted by container.</summary>
    public ContainerEvidence[] Evidence { get; private set; } = [];

    /// <summary>The pods that are there; entries past their number are null.</summary>
    public ReadOnlySpan<TrackedPod> Pods => _pods.AsSpan(0, PodCount);

    /// <summary>How many pods there are.</summary>
    public int PodCount { get; private set; }

    /// <summary>The autoscalers that select the pods, sorted by name.</summary>
    public ReadOnlySpan<TrackedVpa> Vpas => _vpas;

    /// <summary>How memory of a container is looked at: of several autoscalers the first by name says it.</summary>
    public ContainerSettings Settings(string container) =>
        ContainerSettings.Of(Options, _vpas.Length == 0 ? null : _vpas[0].Policy, container);

    /// <summary>The evidence of a container, made where there is none.</summary>
    public ContainerEvidence EvidenceOf(string container)
    {
        if (Array.Find(Evidence, one => one.Container == container) is { } known)
        {
            return known;
        }

        var made = new ContainerEvidence(NamePool.Shared.Share(container), rules);
        List(made);
        return made;
    }

    /// <summary>Takes evidence in that is not listed.</summary>
    public void List(ContainerEvidence evidence)
    {
        evidence.IsListed = true;
        Evidence = [.. Evidence.Append(evidence).OrderBy(one => one.Container, StringComparer.Ordinal)];
    }

    /// <summary>Empties evidence and takes it out; instances that have it list it again with their next sample.</summary>
    public void Forget(ContainerEvidence evidence)
    {
        evidence.Clear();
        evidence.IsListed = false;
        Evidence = [.. Evidence.Where(one => one != evidence)];
    }

    public void Add(TrackedPod pod)
    {
        if (PodCount == _pods.Length)
        {
            Array.Resize(ref _pods, Math.Max(1, PodCount * 2));
        }

        (pod.Group, pod.Place) = (this, PodCount);
        _pods[PodCount++] = pod;
    }

    public void Remove(TrackedPod pod)
    {
        var last = _pods[--PodCount];
        (_pods[pod.Place], last.Place) = (last, pod.Place);
        _pods[PodCount] = null!;
    }

    public void Add(TrackedVpa vpa)
    {
        _vpas = [.. _vpas.Append(vpa).OrderBy(one => one.Name, StringComparer.Ordinal)];
        vpa.Groups.Add(this);
    }

    public void Remove(TrackedVpa vpa)
    {
        _vpas = [.. _vpas.Where(one => one != vpa)];
        vpa.Groups.Remove(this);
    }
}
