using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Usage;

/// <summary>
/// The usage of all containers of a cluster, by namespace, labels and container as upstream aggregates it, and which of it each
/// autoscaler looks at. Not safe for threads: one loop owns it. Stamps count to the second, as the API keeps them.
/// </summary>
public sealed class UsageModel(UsageOptions options)
{
    // How far the clock of a source may be ahead.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly UsageRules _rules = new(options);
    private readonly Dictionary<string, NamespaceUsage> _namespaces = new(StringComparer.Ordinal);
    private readonly long[] _outcomes = new long[Enum.GetValues<SampleOutcome>().Length];
    private DateTimeOffset? _now;
    private string _latestNamespace = "";
    private TrackedPod? _latestPod;
    private int _latestPlace;

    /// <summary>Tells what time it is: later samples are refused, and so are ancient ones. Before the first call none is for its age.</summary>
    public void SetNow(DateTimeOffset now) => _now = now;

    /// <summary>How many samples have had an outcome since the start.</summary>
    public long CountOf(SampleOutcome outcome) => _outcomes[(int)outcome];

    /// <summary>Takes an autoscaler in, or its new policy; another selector forgets what checkpoints had said.</summary>
    public void SetVpa(ObjectKey vpa, LabelSelector selector, VpaResourcePolicy? policy) =>
        In(vpa.Namespace).SetVpa(vpa.Name, selector).Policy = policy;

    /// <summary>Forgets an autoscaler; the usage stays for as long as it is not expired.</summary>
    public void RemoveVpa(ObjectKey vpa) => _namespaces.GetValueOrDefault(vpa.Namespace)?.RemoveVpa(vpa.Name);

    /// <summary>Takes a pod or its new state in.</summary>
    public void SetPod(PodFacts pod) => In(pod.Namespace).SetPod(pod);

    /// <summary>Forgets a pod; its usage stays for as long as it is not expired.</summary>
    public void RemovePod(string @namespace, string name)
    {
        _latestPod = null;
        _namespaces.GetValueOrDefault(@namespace)?.RemovePod(name);
    }

    /// <summary>The number of pods that an autoscaler selects.</summary>
    public int PodsOf(ObjectKey vpa) => Find(vpa)?.Groups.Sum(group => group.PodCount) ?? 0;

    /// <summary>Takes the use of a container in: CPU in thousandths of a core, memory in bytes; null where there is none.</summary>
    public UsageOutcome AddUsage(in ContainerId container, DateTimeOffset time, long? cpuMilli, long? memoryBytes)
    {
        var refusal = Find(container, time, out var pod, out var place);
        if (refusal != SampleOutcome.Accepted)
        {
            return Refuse(refusal, cpuMilli is not null, memoryBytes is not null);
        }

        var second = UnixSecond.Of(time);
        ref var instance = ref pod!.Containers[place];
        var cpu = cpuMilli is { } milli ? instance.AddCpu(milli, second) : SampleOutcome.Absent;
        var memory = memoryBytes is { } bytes ? AddMemory(pod, ref instance, bytes, second) : SampleOutcome.Absent;
        _outcomes[(int)cpu]++;
        _outcomes[(int)memory]++;
        return new(cpu, memory);
    }

    /// <summary>Takes the use of a container in as a history has it: CPU in cores, memory in bytes; what is not finite is refused.</summary>
    public UsageOutcome AddHistory(in ContainerId container, DateTimeOffset time, double? cores, double? bytes)
    {
        var (cpu, memory) = (UsageAmount.Milli(cores), UsageAmount.Bytes(bytes));
        var outcome = AddUsage(container, time, cpu, memory);
        var unread = Refuse(SampleOutcome.NotANumber, cores is not null && cpu is null, bytes is not null && memory is null);
        return new(Worse(outcome.Cpu, unread.Cpu), Worse(outcome.Memory, unread.Memory));
    }

    /// <summary>Takes an out-of-memory kill in, with the bytes that were requested, or used by what was evicted.</summary>
    public SampleOutcome RecordOom(in ContainerId container, DateTimeOffset time, long requestedOrUsedBytes)
    {
        var outcome = Find(container, time, out var pod, out var place);
        if (outcome == SampleOutcome.Accepted)
        {
            ref var instance = ref pod!.Containers[place];
            Prepare(pod, ref instance, UnixSecond.Of(time));
            outcome = instance.RecordOom(requestedOrUsedBytes, UnixSecond.Of(time), pod.Group);
            NoteHour(pod, instance.Evidence, outcome, UnixSecond.Of(time), requestedOrUsedBytes);
        }

        _outcomes[(int)outcome]++;
        return outcome;
    }

    /// <summary>What is known by container of an autoscaler's pods, past and present, with what checkpoints said; sorted by name.</summary>
    public IReadOnlyList<ContainerEvidence> EvidenceOf(ObjectKey vpa) => Find(vpa)?.Evidence() ?? [];

    /// <summary>Takes a checkpoint in, with the memory intervals kept beside it where they were.</summary>
    public LoadOutcome Restore(ObjectKey vpa, string container, CheckpointStatus checkpoint, IReadOnlyList<OpenWindow>? open = null)
    {
        if (Find(vpa) is not { } known)
        {
            return new($"autoscaler {vpa} is not known");
        }

        if (ContainerEvidence.Load(container, _rules, checkpoint, out var because) is not { } evidence)
        {
            return new(because);
        }

        known.Restore(container, new(evidence, open ?? []));
        return LoadOutcome.Loaded;
    }

    /// <summary>
    /// A checkpoint of all that is known of a container, as upstream writes it: without the peaks of memory intervals that have not
    /// ended; null when nothing is known.
    /// </summary>
    public CheckpointStatus? Checkpoint(ObjectKey vpa, string container, DateTimeOffset now)
    {
        var known = Find(vpa);
        if (known?.CopyOf(container) is not { } copy)
        {
            return null;
        }

        foreach (var group in known.Groups)
        {
            foreach (var pod in group.Pods)
            {
                if (pod.Find(container) is >= 0 and var place)
                {
                    pod.Containers[place].SubtractOpenPeak(copy, UnixSecond.Of(now));
                }
            }
        }

        return copy.Save(now);
    }

    /// <summary>The memory intervals whose peaks a checkpoint of this instant leaves out.</summary>
    public IReadOnlyList<OpenWindow> OpenWindows(ObjectKey vpa, string container, DateTimeOffset now)
    {
        var open = new List<OpenWindow>();
        foreach (var group in Find(vpa)?.Groups ?? [])
        {
            foreach (var pod in group.Pods)
            {
                if (pod.Find(container) is >= 0 and var place && pod.Containers[place].Open(pod.Name, UnixSecond.Of(now)) is { } window)
                {
                    open.Add(window);
                }
            }
        }

        return open;
    }

    /// <summary>The peaks of memory by hour of a container, where they are kept; null of none.</summary>
    public HourlyPeaks? HoursOf(ObjectKey vpa, string container) => Find(vpa)?.HoursOf(container);

    /// <summary>Takes in peaks by hour that were kept elsewhere.</summary>
    public void RestoreHours(ObjectKey vpa, string container, HourlyPeaks hours) => Find(vpa)?.RestoreHours(container, hours);

    /// <summary>
    /// The containers of which more is known than was when <see cref="NoteWritten"/> was last told: a hundredth of the weight, or a
    /// moved peak of memory.
    /// </summary>
    public IReadOnlyList<string> WorthWriting(ObjectKey vpa) => Find(vpa)?.WorthSaving() ?? [];

    /// <summary>Notes that the newest checkpoint of a container has been written.</summary>
    public void NoteWritten(ObjectKey vpa, string container) => Find(vpa)?.NoteSaved(container);

    /// <summary>
    /// Forgets usage without samples for as long as is looked back, and takes the weight from out-of-memory evidence that is too
    /// old; returns of how many containers usage was forgotten. Upstream does it hourly.
    /// </summary>
    public int Collect(DateTimeOffset now)
    {
        _latestPod = null;
        var removed = _namespaces.Values.Sum(one => one.Collect(UnixSecond.Of(now)));
        foreach (var (name, _) in _namespaces.Where(pair => pair.Value.IsEmpty).ToList())
        {
            _namespaces.Remove(name);
        }

        return removed;
    }

    private static SampleOutcome Worse(SampleOutcome one, SampleOutcome other) => one == SampleOutcome.Absent ? other : one;

    private SampleOutcome AddMemory(TrackedPod pod, ref ContainerInstance instance, long bytes, UnixSecond time)
    {
        Prepare(pod, ref instance, time);
        var outcome = instance.AddMemory(bytes, time, pod.Group);
        NoteHour(pod, instance.Evidence, outcome, time, bytes);
        return outcome;
    }

    private void NoteHour(TrackedPod pod, ContainerEvidence evidence, SampleOutcome outcome, UnixSecond time, long bytes)
    {
        if (!options.KeepsHours || outcome != SampleOutcome.Accepted)
        {
            return;
        }

        foreach (var vpa in pod.Group.Vpas)
        {
            vpa.NoteHour(evidence, time, bytes);
        }
    }

    // Evidence that had been forgotten counts again, and an interval that a checkpoint left open goes on.
    private static void Prepare(TrackedPod pod, ref ContainerInstance instance, UnixSecond time)
    {
        if (!instance.IsWithoutWindow)
        {
            return;
        }

        foreach (var vpa in pod.Group.Vpas)
        {
            if (vpa.Resume(instance.Evidence.Container, pod.Name, time) is { } window)
            {
                instance.Continue(window);
                return;
            }
        }
    }

    private UsageOutcome Refuse(SampleOutcome outcome, bool cpu, bool memory)
    {
        _outcomes[(int)outcome] += (cpu ? 1 : 0) + (memory ? 1 : 0);
        return new(cpu ? outcome : SampleOutcome.Absent, memory ? outcome : SampleOutcome.Absent);
    }

    private SampleOutcome Find(in ContainerId container, DateTimeOffset time, out TrackedPod? pod, out int place)
    {
        pod = Find(container);
        place = pod?.Find(container.Container, _latestPlace + 1) ?? -1;
        if (place < 0)
        {
            return SampleOutcome.Unknown;
        }

        _latestPlace = place;
        var evidence = pod!.Containers[place].Evidence;
        if (!evidence.IsListed)
        {
            pod.Group.List(evidence);
        }

        return AgeOf(time);
    }

    private SampleOutcome AgeOf(DateTimeOffset time)
    {
        if (_now is not { } now)
        {
            return SampleOutcome.Accepted;
        }

        if (time > now + Ahead)
        {
            return SampleOutcome.Future;
        }

        return options.OldestSample is { } oldest && time < now - oldest ? SampleOutcome.Ancient : SampleOutcome.Accepted;
    }

    // The containers of one pod come one after the other.
    private TrackedPod? Find(in ContainerId container)
    {
        if (_latestPod is { } latest && latest.Name == container.Pod && _latestNamespace == container.Namespace)
        {
            return latest;
        }

        _latestPlace = -1;
        _latestNamespace = container.Namespace;
        return _latestPod = _namespaces.GetValueOrDefault(container.Namespace)?.Pod(container.Pod);
    }

    private TrackedVpa? Find(ObjectKey vpa) => _namespaces.GetValueOrDefault(vpa.Namespace)?.Vpa(vpa.Name);

    private NamespaceUsage In(string @namespace)
    {
        if (!_namespaces.TryGetValue(@namespace, out var usage))
        {
            _namespaces[@namespace] = usage = new(_rules);
        }

        return usage;
    }
}
