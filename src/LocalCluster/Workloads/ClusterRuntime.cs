using System.Text;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Workloads.Cluster;
using Autoscale.LocalCluster.Workloads.Deployments;
using Autoscale.LocalCluster.Workloads.Jobs;
using Autoscale.LocalCluster.Workloads.ReplicaSets;
using Autoscale.LocalCluster.Workloads.StatefulSets;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>What makes a cluster of an API: the workload controllers, the scheduler and the simulated nodes with the pods on them.</summary>
public sealed class ClusterRuntime : IAsyncDisposable
{
    private static readonly TimeSpan HandBackLimit = TimeSpan.FromSeconds(2);

    private readonly ClusterObjects _objects;
    private readonly NodePool _nodes;
    private readonly EventJournal _journal;
    private readonly ControllerSet _controllers;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;

    /// <summary>Puts the parts together; nothing runs before <see cref="Start"/>. The broker stays the caller's to dispose.</summary>
    public ClusterRuntime(ApiVerbs api, KindRegistry kinds, ClusterRuntimeOptions options, ControlLoopServices services)
    {
        _time = services.Time;
        _startedAt = _time.GetUtcNow();
        _objects = new ClusterObjects(api, kinds);
        _nodes = new NodePool(options.Nodes);
        _journal = new EventJournal(_objects, services, options.Logging.CreateLogger<EventRecorder>());
        Tally = options.Tally;
        Traffic = new ServiceTraffic(_objects, _nodes, _time);
        _controllers = new ControllerSet([.. Controllers(options)], _objects, services);
    }

    /// <summary>What became of the messages that the cluster's queue workers took.</summary>
    public WorkTally Tally { get; }

    /// <summary>Sends requests to the cluster's services.</summary>
    public ServiceTraffic Traffic { get; }

    /// <summary>Begins to work.</summary>
    public void Start() => _controllers.Start();

    /// <summary>What a node answers to a GET of the path, for the API's node proxy; null when there is no such node or it does not answer.</summary>
    public Task<NodeAnswer?> AskNodeAsync(string node, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_nodes.Find(node) is not { IsAnswering: true } found)
        {
            return Task.FromResult<NodeAnswer?>(null);
        }

        var answer = path.Trim('/') switch
        {
            "metrics/resource" => new NodeAnswer(
                200, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(NodeMetrics.Write(found, _startedAt, _time.GetUtcNow()))),
            "healthz" => new NodeAnswer(200, "text/plain; charset=utf-8", "ok"u8.ToArray()),
            _ => new NodeAnswer(404, "text/plain; charset=utf-8", "404 page not found\n"u8.ToArray()),
        };
        return Task.FromResult<NodeAnswer?>(answer);
    }

    /// <summary>Evicts a pod as far as disruption budgets allow it, for the API's eviction subresource; throws the 429 refusal when they do not.</summary>
    public Task EvictAsync(string ns, string name, DeleteOptions options, CancellationToken cancellationToken) =>
        new Eviction(_objects, _time).EvictAsync(ns, name, options, cancellationToken);

    /// <summary>Lets a node fall silent, or answer again: neither heartbeats, nor pods, nor metrics work meanwhile.</summary>
    public void SetAnswering(string node, bool isAnswering)
    {
        if (_nodes.Find(node) is { } found)
        {
            found.IsAnswering = isAnswering;
        }
    }

    /// <summary>Stops the controllers, then the pods, which get two seconds to hand back what they hold.</summary>
    public async ValueTask DisposeAsync()
    {
        await _controllers.DisposeAsync();
        await Task.WhenAny(Task.WhenAll(_nodes.All.Select(node => node.EndAsync())), Task.Delay(HandBackLimit, _time, CancellationToken.None));
        await _journal.DisposeAsync();
    }

    private IEnumerable<IController> Controllers(ClusterRuntimeOptions options)
    {
        var (objects, time) = (_objects, _time);
        Announce events = _journal.Announce;
        yield return new NamespaceController(objects, options.Certificate);
        yield return new GarbageCollector(objects);
        yield return new EventExpiry(objects, time);
        yield return new DeploymentController(objects, events, time);
        yield return new ReplicaSetController(objects, objects.ReplicaSets, events, time);
        yield return new ReplicaSetController(objects, objects.ReplicationControllers, events, time);
        yield return new StatefulSetController(objects, events, time);
        yield return new JobController(objects, events, time);
        yield return new CronJobController(objects, events, time);
        yield return new EndpointsController(objects);
        yield return new ClaimController(objects, events);
        yield return new VolumeController(objects, time);
        yield return new BudgetController(objects, events, time);
        if (options.Nodes.Schedules)
        {
            yield return new Scheduler(objects, events, time);
        }

        if (options.Nodes.Count > 0)
        {
            yield return new NodeHeartbeat(objects, _nodes, events, time);
            yield return new NodeHealth(objects, _nodes, events, time);
        }

        if (options.Nodes.RunsPods)
        {
            yield return new Kubelet(objects, _nodes, new ImageCatalog(options.Broker, options.Tally, time).Make, events, time);
        }
    }
}
