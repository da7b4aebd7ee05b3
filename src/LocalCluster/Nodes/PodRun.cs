using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Nodes.Usage;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>One pod on a node: its containers from acceptance to the end.</summary>
internal sealed class PodRun : IDisposable
{
    private readonly List<ContainerRun> _containers;
    private readonly DemandBoard _demand;
    private readonly string _workload;
    private PodAllocation _applied;
    private IReadOnlyList<string> _problems = [];

    /// <summary>Accepts a pod; its containers run once the start-up delay is over.</summary>
    public PodRun(JsonObject pod, PodPlace place, Func<ContainerSettings, DateTimeOffset, IContainerWork> image, DemandBoard demand)
    {
        (_demand, _workload) = (demand, DemandBoard.WorkloadOf(pod));
        Uid = pod.Uid();
        Namespace = pod.Namespace();
        Name = pod.Name();
        Place = place;
        Resizing = new PodResizing(pod);
        _applied = Resizing.Actual;
        _containers = [.. Containers(pod).Select(container => new ContainerRun(ContainerSettings.Of(pod, container), Rules(pod, container), image))];
    }

    /// <summary>Identity of the pod.</summary>
    public string Uid { get; }

    /// <summary>Namespace of the pod.</summary>
    public string Namespace { get; }

    /// <summary>Name of the pod.</summary>
    public string Name { get; }

    /// <summary>Where and since when it is.</summary>
    public PodPlace Place { get; }

    /// <summary>How far its node has come with resizing it.</summary>
    public PodResizing Resizing { get; }

    /// <summary>What its containers are at present, sidecars first.</summary>
    public IReadOnlyList<ContainerState> States => _containers.ConvertAll(container => container.State);

    /// <summary>Its containers that have started at least once.</summary>
    public IEnumerable<ContainerRun> Started => _containers.Where(container => container is { Work: not null, State.StartedAt: not null });

    /// <summary>Whether nothing of it runs any more.</summary>
    public bool IsStopped => _containers.TrueForAll(container => container.IsStopped);

    /// <summary>Moves its containers on; returns when it wants to be looked at again, null when it need not.</summary>
    public TimeSpan? Step(DateTimeOffset now)
    {
        if (now < Place.StartsAt)
        {
            return Place.StartsAt - now;
        }

        var next = _containers.ConvertAll(container => container.Step(now)).Min();
        Share(container => container.State.IsReady && container.HasDemand, now);
        return next;
    }

    /// <summary>
    /// Hands new settings of the stored pod to its containers, with the resources that they have by now; those whose policy has it so start again with new resources.
    /// Returns what there is to tell of it.
    /// </summary>
    public IReadOnlyList<EventNote> Adjust(JsonObject pod, DateTimeOffset now)
    {
        var notes = new List<EventNote>();
        var (before, after) = (_applied, Resizing.Actual);
        _applied = after;
        var present = after.IsSame(PodAllocation.Of(pod)) ? pod : after.Apply(pod);
        foreach (var (run, container) in _containers.Zip(Containers(present)))
        {
            run.Adjust(ContainerSettings.Of(present, container), now);
            if (!ReferenceEquals(before, after) && MustRestart(container, before.Resources(run.State.Name), after.Resources(run.State.Name)) && run.Restart(now))
            {
                notes.Add(EventNote.Normal("Killing", $"Container {run.State.Name} resize requires restart"));
            }
        }

        var problems = _containers.SelectMany(container => container.Problems).Distinct().ToList();
        notes.AddRange(problems.Except(_problems).Select(problem => EventNote.Warning("UnreadableUsage", problem)));
        _problems = problems;
        return notes;
    }

    /// <summary>Why its containers cannot be given what is set aside for them, in the kubelet's words; "" when they can.</summary>
    public string ResizeObstacle(DateTimeOffset now) => MemoryShrinking.Obstacle(Resizing, [.. _containers.Where(IsRunning)], now);

    /// <summary>Whether it was asked to end.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>The end of its containers that was asked for.</summary>
    public Task Stopping => Task.WhenAll(_containers.ConvertAll(container => container.Stopping));

    /// <summary>Asks its containers to end.</summary>
    public void Stop(DateTimeOffset now)
    {
        IsStopping = true;
        Leave(now);
        _containers.ForEach(container => container.Stop());
    }

    /// <summary>Takes no part any more in what its workload must do.</summary>
    public void Leave(DateTimeOffset now) => Share(_ => false, now);

    /// <summary>Ends its containers at once.</summary>
    public void Dispose() => _containers.ForEach(container => container.Dispose());

    /// <summary>The work of its first container that is of the given sort, while that runs; null otherwise.</summary>
    public T? Running<T>()
        where T : class, IContainerWork =>
        _containers.Where(IsRunning).Select(container => container.Work).OfType<T>().FirstOrDefault();

    /// <summary>Whether any of its containers runs.</summary>
    public bool IsRunningAny => _containers.Exists(IsRunning);

    private static bool IsRunning(ContainerRun container) => container.State.Phase == ContainerPhase.Running;

    private void Share(Predicate<ContainerRun> takesPart, DateTimeOffset now) =>
        _containers.ForEach(container => _demand.Set(_workload, container, takesPart(container), now));

    /// <summary>The containers that run for as long as the pod does: sidecars, then the plain ones.</summary>
    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        pod.Objects("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always")
            .Concat(pod.Objects("spec", "containers"));

    private static bool MustRestart(JsonObject container, JsonObject before, JsonObject after) => PodAllocation.RestartsFor(container)
        .Any(resource => before.Text("requests", resource) != after.Text("requests", resource) || before.Text("limits", resource) != after.Text("limits", resource));

    private static ContainerRules Rules(JsonObject pod, JsonObject container)
    {
        var isSidecar = container.Text("restartPolicy") == "Always";
        var policy = pod.Text("spec", "restartPolicy");
        var delay = container.Whole("readinessProbe", "initialDelaySeconds") ?? 0;
        return new ContainerRules(TimeSpan.FromSeconds(delay), isSidecar || policy.Length == 0 ? "Always" : policy);
    }
}
