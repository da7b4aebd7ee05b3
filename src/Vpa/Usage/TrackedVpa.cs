using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Usage;

/// <summary>An autoscaler that the model knows: whose usage it looks at, and what its checkpoints said.</summary>
internal sealed class TrackedVpa(string name, LabelSelector selector, UsageRules rules)
{
    // A checkpoint that lacks less of the weight than this is as good as a new one: no percentile moves by a bucket.
    private const float WeightWorthSaving = 0.01f;

    private SavedMark[] _saved = [];
    private Dictionary<string, RestoredEvidence>? _restored;
    private Dictionary<string, HourlyPeaks>? _hours;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The pods that it is for.</summary>
    public LabelSelector Selector => selector;

    /// <summary>Its policy.</summary>
    public VpaResourcePolicy? Policy { get; set; }

    /// <summary>The groups whose labels it selects.</summary>
    public List<UsageGroup> Groups { get; } = new(1);

    /// <summary>Takes a checkpoint in, in place of one of the same container.</summary>
    public void Restore(string container, RestoredEvidence restored)
    {
        restored.Evidence.Hours = HoursOf(container);
        (_restored ??= new(StringComparer.Ordinal))[container] = restored;
    }

    /// <summary>The interval that a checkpoint left open for a pod's container, which is then the pod's again; null for none.</summary>
    public OpenWindow? Resume(string container, string pod, UnixSecond time) =>
        _restored is not null && _restored.TryGetValue(container, out var restored) ? restored.Resume(pod, time) : null;

    /// <summary>Notes a use of memory in the hour that it was in; rollouts, which begin new evidence, do not matter to a season.</summary>
    public void NoteHour(ContainerEvidence evidence, UnixSecond time, long bytes)
    {
        var hours = HoursFor(evidence.Container);
        hours.Add(time.Time, bytes);
        evidence.Hours ??= hours;
    }

    /// <summary>The peaks of memory by hour of a container; null of none.</summary>
    public HourlyPeaks? HoursOf(string container) => _hours?.GetValueOrDefault(container);

    /// <summary>Takes in peaks by hour that were kept elsewhere.</summary>
    public void RestoreHours(string container, HourlyPeaks kept)
    {
        var hours = HoursFor(container);
        hours.Merge(kept);
        foreach (var evidence in Parts().Where(part => part.Container == container))
        {
            evidence.Hours ??= hours;
        }
    }

    /// <summary>All that is known by container, sorted; made anew only where there is more than one source.</summary>
    public IReadOnlyList<ContainerEvidence> Evidence()
    {
        if (Groups.Count == 1)
        {
            Settle(Groups[0]);
        }

        if (_restored is null && Groups.Count <= 1)
        {
            return Groups.Count == 0 ? [] : Groups[0].Evidence;
        }

        return [.. Parts().GroupBy(part => part.Container, StringComparer.Ordinal)
            .OrderBy(parts => parts.Key, StringComparer.Ordinal).Select(parts => Merge([.. parts]))];
    }

    /// <summary>All that is known of one container, apart from what the model goes on with; null for nothing.</summary>
    public ContainerEvidence? CopyOf(string container)
    {
        var parts = Parts().Where(part => part.Container == container).ToList();
        return parts.Count == 0 ? null : Fresh(parts);
    }

    /// <summary>The containers of which a share of the weight has come since their checkpoints were written, or a peak has moved; sorted.</summary>
    public IReadOnlyList<string> WorthSaving()
    {
        var evidence = Evidence();
        List<string>? worth = null;
        for (var place = 0; place < evidence.Count; place++)
        {
            if (IsWorthSaving(evidence[place]))
            {
                (worth ??= []).Add(evidence[place].Container);
            }
        }

        return worth ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Notes that the checkpoint of a container has been written.</summary>
    public void NoteSaved(string container)
    {
        if (Evidence().FirstOrDefault(evidence => evidence.Container == container) is { } evidence)
        {
            _saved = [.. _saved.Where(mark => mark.Container != container), new(container, (float)evidence.CpuWeightTotal, evidence.MemoryMoves)];
        }
    }

    /// <summary>Forgets checkpoints that are as old as usage that is forgotten; returns how many.</summary>
    public int CollectRestored(UnixSecond now)
    {
        var removed = 0;
        foreach (var (container, restored) in _restored ?? [])
        {
            restored.EndWindows(now);
            if (restored.Evidence.IsExpired(now, ContainerSettings.Of(rules.Options, Policy, container).WindowSeconds))
            {
                _restored!.Remove(container);
                removed++;
            }
        }

        _restored = _restored is { Count: 0 } ? null : _restored;
        return removed;
    }

    // What a checkpoint said goes to the only evidence that it can be merged with, once no interval is open in it.
    private void Settle(UsageGroup group)
    {
        foreach (var (container, restored) in _restored ?? [])
        {
            if (group.Vpas.Length == 1 && restored.IsSettled && Array.Find(group.Evidence, one => one.Container == container) is { } evidence)
            {
                evidence.Merge(restored.Evidence);
                _restored!.Remove(container);
            }
        }

        _restored = _restored is { Count: 0 } ? null : _restored;
    }

    private HourlyPeaks HoursFor(string container)
    {
        if (HoursOf(container) is { } known)
        {
            return known;
        }

        var hours = new HourlyPeaks(phase: name.Sum(letter => letter));
        (_hours ??= new(StringComparer.Ordinal))[container] = hours;
        return hours;
    }

    private IEnumerable<ContainerEvidence> Parts() =>
        Groups.SelectMany(group => group.Evidence).Concat((_restored ?? []).Values.Select(restored => restored.Evidence));

    private ContainerEvidence Merge(List<ContainerEvidence> parts) => parts.Count == 1 ? parts[0] : Fresh(parts);

    private ContainerEvidence Fresh(List<ContainerEvidence> parts)
    {
        var merged = new ContainerEvidence(parts[0].Container, rules);
        parts.ForEach(merged.Merge);
        return merged;
    }

    private bool IsWorthSaving(ContainerEvidence evidence)
    {
        var place = Array.FindIndex(_saved, mark => mark.Container == evidence.Container);
        return place < 0
            || _saved[place].MemoryMoves != evidence.MemoryMoves
            || Math.Abs((float)evidence.CpuWeightTotal - _saved[place].CpuWeight) > WeightWorthSaving * evidence.CpuWeightTotal;
    }
}
