using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Testing.Vertical;

/// <summary>
/// Runs a workload under a demand in virtual time, with the real deciders of replicas and requests. Pods that serve share the CPU
/// that is needed evenly, up to their limits; what does not fit is missed. A pod that needs more memory than its limit is killed.
/// </summary>
public sealed class WorkloadRun
{
    internal const string Namespace = "shop";
    internal const string Selector = "app=web";

    internal static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["pod-template-hash"] = "1" };
    internal static readonly PodCreator Creator = new(Namespace, "ReplicaSet", "web-1");

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RunSettings _settings;
    private readonly Demand _demand;
    private readonly ResourceRequirements _asked;
    private readonly HorizontalSide? _horizontal;
    private readonly VerticalSide? _vertical;
    private readonly List<SimulatedPod> _pods = [];
    private readonly ScoreKeeper _score;
    private int _replicas;
    private int _made;

    private WorkloadRun(RunSettings settings, Demand demand, TimeSpan warmUp)
    {
        (_settings, _demand, _replicas) = (settings, demand, settings.Replicas);
        _asked = Asked(settings);
        _score = new(settings.Name, Start + warmUp);
        var template = new PodTemplate { Spec = new() { Containers = [new() { Name = SimulatedPod.Container, Resources = _asked }] } };
        _horizontal = settings.Horizontal is { } spec ? new(settings, spec, template, Start) : null;
        _vertical = settings.Mode is { } mode ? new(settings, mode, template, Start) : null;
    }

    /// <summary>Runs the whole demand; what happens in the time to warm up does not count.</summary>
    public static Scorecard Of(RunSettings settings, Demand demand, TimeSpan warmUp = default)
    {
        var run = new WorkloadRun(settings, demand, warmUp);
        var now = Start;
        for (; now < Start + demand.Length; now += settings.Tick)
        {
            run.Step(now);
        }

        return run._score.Finish(now);
    }

    private static ResourceRequirements Asked(RunSettings settings)
    {
        var memory = Quantity.FromLong(settings.MemoryBytes, QuantityFormat.BinarySI);
        var limit = Quantity.FromMilli((long)(settings.CpuMilli * settings.CpuLimitRatio));
        return new()
        {
            Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.FromMilli(settings.CpuMilli), ["memory"] = memory },
            Limits = new Dictionary<string, Quantity> { ["cpu"] = limit, ["memory"] = memory },
        };
    }

    private void Step(DateTimeOffset now)
    {
        if (_horizontal is not null && _pods.Count > 0)
        {
            Scale(_horizontal.Decide(_replicas, _pods, now), now);
        }

        Fill(now);
        if (_vertical is not null && now > Start && (now - Start).Ticks % Minute.Ticks == 0)
        {
            _vertical.Recommend(_pods, now);
            Update(_vertical, now);
            Fill(now);
        }

        Work(now);
    }

    private void Scale(int desired, DateTimeOffset now)
    {
        if (desired == _replicas)
        {
            return;
        }

        _score.Scaled(_replicas, desired, now);
        _replicas = desired;
        foreach (var pod in _pods.OrderBy(pod => pod.Serves(now)).ThenByDescending(pod => pod.Created).Take(_pods.Count - desired).ToList())
        {
            Remove(pod);
        }
    }

    private void Fill(DateTimeOffset now)
    {
        while (_pods.Count < _replicas)
        {
            // The first pods have been there before anybody looked.
            var startUp = now == Start ? TimeSpan.Zero : _settings.StartUp;
            var pod = new SimulatedPod(_made++, now, startUp, _vertical?.Admit(_asked) ?? _asked);
            _pods.Add(pod);
            _vertical?.Created(pod);
        }
    }

    private void Remove(SimulatedPod pod)
    {
        _pods.Remove(pod);
        _vertical?.Gone(pod);
    }

    private void Update(VerticalSide vertical, DateTimeOffset now)
    {
        foreach (var step in vertical.Round(_pods, _replicas, _horizontal?.Autoscaler, now))
        {
            var pod = _pods.Single(one => one.Name == step.Decision.Candidate.Pod.Metadata.Name);
            step.Outcome = StepOutcome.Done;
            if (step.Decision.Action == UpdateAction.Resize)
            {
                pod.Resize(step.Decision.Candidate.Desired.Containers[0]);
                _score.Resized(now);
            }
            else if (step.Decision.Action == UpdateAction.Evict)
            {
                Remove(pod);
                _score.Evicted(now);
            }
        }
    }

    private void Work(DateTimeOffset now)
    {
        var needed = _demand.CoresAt(now - Start);
        var memory = _demand.MemoryAt(now - Start);
        var serving = _pods.Where(pod => pod.Serves(now)).ToList();
        var share = serving.Count == 0 ? 0 : needed * 1000 / serving.Count;
        var given = 0.0;
        foreach (var pod in _pods)
        {
            var serves = pod.Serves(now);
            pod.UsedMilli = serves ? (long)Math.Min(share, pod.CpuLimit) : 0;
            pod.UsedBytes = serves ? (long)memory : 0;
            given += pod.UsedMilli / 1000.0;
        }

        _score.Spent(_pods, Math.Max(0, needed - given - serving.Count * 0.001), _settings.Tick, now);
        foreach (var pod in serving.Where(pod => pod.UsedBytes > pod.MemoryLimit))
        {
            pod.UsedBytes = pod.MemoryLimit;
            pod.Kill(now, _settings.StartUp);
            _vertical?.Killed(pod, now);
            _score.Killed(now, pod.ReadyAt - now);
        }
    }
}
