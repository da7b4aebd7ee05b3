using Autoscale.Hpa;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Patching;

namespace Autoscale.Testing.Vertical;

/// <summary>A pod of one container: what it asks for, what it uses, and how the API shows it.</summary>
internal sealed class SimulatedPod
{
    public const string Container = "app";

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private PodEntry<PodTraits>? _entry;
    private TimeSpan _wait = FirstWait;
    private DateTimeOffset _startedAt;
    private TerminatedState? _end;
    private bool _shownServing;

    public SimulatedPod(int number, DateTimeOffset created, TimeSpan startUp, ResourceRequirements resources)
    {
        (Name, Created, ReadyAt, _startedAt, Resources) = ($"web-1-{number:D5}", created, created + startUp, created, resources);
    }

    public string Name { get; }

    public DateTimeOffset Created { get; }

    /// <summary>From when on it serves; later after each kill.</summary>
    public DateTimeOffset ReadyAt { get; private set; }

    public ResourceRequirements Resources { get; private set; }

    /// <summary>Used during the last step: thousandths of a core; 0 while it did not serve.</summary>
    public long UsedMilli { get; set; }

    /// <summary>Used during the last step: bytes.</summary>
    public long UsedBytes { get; set; }

    public long CpuRequest => Amount(Resources.Requests, "cpu").MilliValue;

    public long CpuLimit => Amount(Resources.Limits, "cpu").MilliValue;

    public long MemoryRequest => Amount(Resources.Requests, "memory").Value;

    public long MemoryLimit => Amount(Resources.Limits, "memory").Value;

    public bool Serves(DateTimeOffset now) => ReadyAt <= now;

    /// <summary>The pod as the API shows it, with its traits for the horizontal autoscaler.</summary>
    public PodEntry<PodTraits> Show(DateTimeOffset now)
    {
        if (_entry is { } shown && _shownServing == Serves(now))
        {
            return shown;
        }

        _shownServing = Serves(now);
        var entry = PodTraits.EntryOf(Model());
        _entry = entry;
        return entry;
    }

    /// <summary>Sets what was decided for it; what is not named stays.</summary>
    public void Resize(ContainerResources desired)
    {
        Resources = Merged(Resources, desired);
        _entry = null;
    }

    /// <summary>Kills the container; it comes back after a wait that doubles while it does not live for ten minutes.</summary>
    public void Kill(DateTimeOffset now, TimeSpan startUp)
    {
        _wait = now - _startedAt > LongestWait * 2 ? FirstWait : _wait;
        _end = new() { Reason = "OOMKilled", ExitCode = 137, StartedAt = _startedAt, FinishedAt = now };
        _startedAt = now + _wait;
        ReadyAt = _startedAt + startUp;
        _wait = _wait * 2 > LongestWait ? LongestWait : _wait * 2;
        _entry = null;
    }

    public static ResourceRequirements Merged(ResourceRequirements before, ContainerResources desired) => new()
    {
        Requests = Merged(before.Requests, desired.Requests),
        Limits = Merged(before.Limits, desired.Limits),
    };

    private static Dictionary<string, Quantity> Merged(IReadOnlyDictionary<string, Quantity>? before, IReadOnlyDictionary<string, Quantity> desired)
    {
        var merged = new Dictionary<string, Quantity>(before ?? new Dictionary<string, Quantity>());
        foreach (var (resource, amount) in desired)
        {
            merged[resource] = amount;
        }

        return merged;
    }

    private static Quantity Amount(IReadOnlyDictionary<string, Quantity>? amounts, string resource) => amounts?.GetValueOrDefault(resource) ?? Quantity.Zero;

    private Pod Model() => new()
    {
        Metadata = new()
        {
            Namespace = WorkloadRun.Namespace,
            Name = Name,
            Uid = Name,
            Labels = WorkloadRun.Labels,
            CreationTimestamp = Created,
            OwnerReferences = [new() { ApiVersion = "apps/v1", Kind = WorkloadRun.Creator.Kind, Name = WorkloadRun.Creator.Name, Controller = true }],
        },
        Spec = new() { NodeName = "node", Containers = [new() { Name = Container, Resources = Resources }] },
        Status = new()
        {
            Phase = "Running",
            StartTime = Created,
            Conditions = [new() { Type = "Ready", Status = _shownServing ? "True" : "False", LastTransitionTime = _shownServing ? ReadyAt : Created }],
            ContainerStatuses = [new() { Name = Container, Ready = _shownServing, LastState = new() { Terminated = _end } }],
        },
    };
}
