using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.LocalCluster.Tests.Workloads;

/// <summary>The real kinds, the real loops and the real clock: a whole cluster but for HTTP.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly LocalClusterHost _host = new(new LocalClusterOptions());
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IWorkBroker _broker;

    private RunningCluster(NodeOptions nodes, IWorkBroker broker)
    {
        _broker = broker;
        var services = new ControlLoopServices(
            TimeProvider.System, new KubernetesTelemetry(_services.GetRequiredService<IMeterFactory>()), NullLogger<ControlLoop>.Instance);
        var options = new ClusterRuntimeOptions { Nodes = nodes, Broker = broker, Certificate = _host.AuthorityPem };
        Runtime = new ClusterRuntime(Verbs, _host.Api.Kinds, options, services);
        _host.Api.Evict = Runtime.EvictAsync;
        _host.Api.NodeProxy = Runtime.AskNodeAsync;
    }

    public ApiVerbs Verbs => _host.Api.Verbs;

    public ClusterRuntime Runtime { get; }

    public static async Task<RunningCluster> StartAsync(IWorkBroker? broker = null, NodeOptions? nodes = null)
    {
        var cluster = new RunningCluster(nodes ?? new NodeOptions { StartupDelay = TimeSpan.Zero }, broker ?? new InMemoryWorkBroker());
        await cluster._host.Api.StartAsync(CancellationToken.None);
        cluster.Runtime.Start();
        return cluster;
    }

    public ResourceKind Kind(string kind) => _host.Api.Kinds.All.First(one => one.Kind == kind);

    public Task<JsonObject> CreateAsync(string kind, string json) =>
        Verbs.CreateAsync(Kind(kind), Kind(kind).Namespaced ? "default" : "", JsonNode.Parse(json)!.AsObject(), WriteOptions.Internal, CancellationToken.None);

    public Task<JsonObject?> DeleteAsync(string kind, string name, string policy = "Background") =>
        Verbs.DeleteAsync(Kind(kind), Kind(kind).Namespaced ? "default" : "", name, new DeleteOptions { PropagationPolicy = policy }, CancellationToken.None);

    public Task ScaleAsync(string kind, string name, int replicas) => Verbs.UpdateAsync(
        Kind(kind),
        "default",
        name,
        value =>
        {
            value["spec"]!["replicas"] = replicas;
            return value;
        },
        WriteOptions.Internal,
        CancellationToken.None);

    public Task ResizeAsync(string pod, Action<JsonObject> change) => Verbs.UpdateAsync(
        Kind("Pod"),
        "default",
        pod,
        value =>
        {
            change(value);
            return value;
        },
        new WriteOptions { Subresource = "resize" },
        CancellationToken.None);

    public JsonObject? Find(string kind, string name) => Verbs.Find(Kind(kind), Kind(kind).Namespaced ? "default" : "", name);

    public IReadOnlyList<JsonObject> List(string kind) => Verbs.List(Kind(kind), null, LabelSelector.Everything);

    public Task UntilAsync(Func<RunningCluster, bool> claim, string description) =>
        Eventually.TrueAsync(() => Task.FromResult(claim(this)), description);

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        await _broker.DisposeAsync();
        await _host.DisposeAsync();
        await _services.DisposeAsync();
    }
}
