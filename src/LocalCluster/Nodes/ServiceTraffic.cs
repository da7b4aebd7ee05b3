using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Sends requests to the ready pods behind a service, in turn, as a load generator in the cluster would.</summary>
public sealed class ServiceTraffic
{
    private readonly ClusterObjects _objects;
    private readonly NodePool _nodes;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Namespace, string Service), int> _turns = new();

    internal ServiceTraffic(ClusterObjects objects, NodePool nodes, TimeProvider time)
    {
        _objects = objects;
        _nodes = nodes;
        _time = time;
    }

    /// <summary>Sends so many requests now; those that no pod takes are refused.</summary>
    public TrafficOutcome Send(string ns, string service, int requests)
    {
        var now = _time.GetUtcNow();
        var workers = Workers(ns, service);
        if (workers.Count == 0)
        {
            return new TrafficOutcome(0, requests, TimeSpan.Zero);
        }

        var turn = _turns.AddOrUpdate((ns, service), 0, (_, last) => (last + 1) % 1_000_000);
        var (taken, slowest) = (0, TimeSpan.Zero);
        for (var i = 0; i < workers.Count; i++)
        {
            var share = (requests / workers.Count) + (i < requests % workers.Count ? 1 : 0);
            if (share > 0 && workers[(turn + i) % workers.Count].Serve(share, now) is { } end)
            {
                taken += share;
                slowest = end - now > slowest ? end - now : slowest;
            }
        }

        return new TrafficOutcome(taken, requests - taken, slowest);
    }

    private List<HttpWorker> Workers(string ns, string service) =>
        _objects.Api.Find(_objects.Endpoints, ns, service) is { } endpoints
            ? [.. endpoints.Objects("subsets").SelectMany(subset => subset.Objects("addresses")).Select(address => WorkerAt(ns, address)).OfType<HttpWorker>()]
            : [];

    private HttpWorker? WorkerAt(string ns, JsonObject address) =>
        _nodes.Find(address.Text("nodeName"))?.Find(new ObjectKey("", "Pod", ns, address.Text("targetRef", "name")))?.Running<HttpWorker>();
}
