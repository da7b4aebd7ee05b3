using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>One pod on a node: its containers from acceptance to the end.</summary>
internal sealed class PodRun : IDisposable
{
    private readonly List<ContainerRun> _containers;
    private PodAllocation _applied;

    /// <summary>Accepts a pod; its containers run once the start-up delay is over.</summary>
    public PodRun(JsonObject pod, PodPlace place, Func<ContainerSettings, DateTimeOffset, IContainerWork> image)
    {
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
    public TimeSpan? Step(DateTimeOffset now) =>
        now < Place.StartsAt ? Place.StartsAt - now : _containers.ConvertAll(container => container.Step(now)).Min();

    /// <summary>Hands new settings of the stored pod to its containers, with the resources that they have by now; those whose policy has it so start again with new resources.</summary>
    public void Adjust(JsonObject pod, DateTimeOffset now)
    {
        var (before, after) = (_applied, Resizing.Actual);
        _applied = after;
        var present = after.IsSame(PodAllocation.Of(pod)) ? pod : after.Apply(pod);
        foreach (var (run, container) in _containers.Zip(Containers(present)))
        {
            run.Adjust(ContainerSettings.Of(present, container), now);
            if (!ReferenceEquals(before, after) && MustRestart(container, before.Resources(run.State.Name), after.Resources(run.State.Name)))
            {
                run.Restart(now);
            }
        }
    }

    /// <summary>Whether it was asked to end.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>The end of its containers that was asked for.</summary>
    public Task Stopping => Task.WhenAll(_containers.ConvertAll(container => container.Stopping));

    /// <summary>Asks its containers to end.</summary>
    public void Stop()
    {
        IsStopping = true;
        _containers.ForEach(container => container.Stop());
    }

    /// <summary>Ends its containers at once.</summary>
    public void Dispose() => _containers.ForEach(container => container.Dispose());

    /// <summary>The work of its first container that is of the given sort, while that runs; null otherwise.</summary>
    public T? Running<T>()
        where T : class, IContainerWork =>
        _containers.Where(container => container.State.Phase == ContainerPhase.Running).Select(container => container.Work).OfType<T>().FirstOrDefault();

    /// <summary>The containers that run for as long as the pod does: sidecars, then the plain ones.</summary>
    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        pod.Objects("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always")
            .Concat(pod.Objects("spec", "containers"));

    private static bool MustRestart(JsonObject container, JsonObject before, JsonObject after) => container.Objects("resizePolicy")
        .Where(policy => policy.Text("restartPolicy") == "RestartContainer")
        .Select(policy => policy.Text("resourceName"))
        .Any(resource => before.Text("requests", resource) != after.Text("requests", resource) || before.Text("limits", resource) != after.Text("limits", resource));

    private static ContainerRules Rules(JsonObject pod, JsonObject container)
    {
        var isSidecar = container.Text("restartPolicy") == "Always";
        var policy = pod.Text("spec", "restartPolicy");
        var delay = container.Whole("readinessProbe", "initialDelaySeconds") ?? 0;
        return new ContainerRules(TimeSpan.FromSeconds(delay), isSidecar || policy.Length == 0 ? "Always" : policy);
    }
}
