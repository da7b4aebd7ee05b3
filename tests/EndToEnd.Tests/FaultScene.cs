using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.Extensions.Logging;

namespace Autoscale.EndToEnd.Tests;

/// <summary>A local cluster and the controllers on it, with a relay between them, and one autoscaler "web" whose steps are written down.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    // Generous: the tests may share the machine with many others.
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    private FaultScene(LocalRun local)
    {
        Local = local;
        Relay = new Relay(local.Host.BaseAddress);
        Steps = new ReplicaSteps(local.Host.Api, "web");
    }

    public LocalRun Local { get; }

    public Relay Relay { get; }

    public ReplicaSteps Steps { get; }

    public ControllerRun Controllers { get; private set; } = null!;

    /// <summary>Speaks to the cluster past the relay.</summary>
    public KubeClient Client { get; private set; } = null!;

    private LocalMetrics? Metrics { get; set; }

    /// <summary>Starts all. Queues are those of the broker in memory, or of the brokers whose management API is given.</summary>
    public static async Task<FaultScene> StartAsync(Uri? broker = null, params BrokerOptions[] brokers)
    {
        var nodes = new NodeOptions
        {
            StartupDelay = TimeSpan.FromMilliseconds(100),
            Heartbeat = TimeSpan.FromSeconds(1),
            HeartbeatGrace = TimeSpan.FromSeconds(5),
        };
        var settings = new LocalSettings { Broker = broker, Nodes = nodes, LogLevel = LogLevel.None };
        var scene = new FaultScene(await LocalRun.StartAsync(settings, CancellationToken.None));
        try
        {
            await scene.ControlAsync(brokers);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>A Deployment that is as busy as its autoscaler can cope with: three pods at twice what it aims at.</summary>
    public async Task BusyAsync()
    {
        await Objects.DeployAsync(Client, "web", 1, new JsonObject { ["autoscale.local/usage"] = "cpu=100m,memory=30Mi" });
        await Objects.AutoscaleAsync(Client, "web", (1, 3), Objects.CpuMetric(50));
        await ReplicasAsync(3);
        await AvailableAsync(3);
        await ConditionAsync("ScalingActive", "ValidMetricFound");
    }

    /// <summary>A Deployment that looks at a queue, ten messages a replica, and never takes one.</summary>
    public async Task QueueAsync(string queue, int maxReplicas = 20)
    {
        await Objects.DeployAsync(Client, "web", 1);
        await Objects.AutoscaleAsync(Client, "web", (1, maxReplicas), Objects.QueueMetric(queue, 10));
    }

    public async Task PublishAsync(string queue, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var item = new WorkItem { Id = Guid.NewGuid(), PublishedAt = TimeProvider.System.GetUtcNow() };
            await Local.Broker.PublishAsync(queue, item, CancellationToken.None);
        }
    }

    /// <summary>Changes the autoscaler's greatest number of replicas, and waits until it is used: proof that everything works.</summary>
    public async Task RaiseAsync(int replicas)
    {
        var route = KubeRoute.HorizontalPodAutoscalers.Of(Objects.Namespace, "web");
        var patch = KubePatch.Merge(Encoding.UTF8.GetBytes($$$"""{"spec":{"maxReplicas":{{{replicas}}} } }"""));
        await Client.PatchAsync(route, patch, KubeJson.Default.HorizontalPodAutoscaler);
        await ReplicasAsync(replicas);
        Assert.False(Controllers.Work.IsCompleted);
    }

    public Task ReplicasAsync(int replicas) => Eventually.TrueAsync(
        async () => await Objects.ReplicasAsync(Client, "web") == replicas, $"{replicas} replicas", Limit);

    public Task AvailableAsync(int replicas) => Eventually.TrueAsync(
        async () => await Objects.AvailableAsync(Client, "web") == replicas, $"{replicas} available replicas", Limit);

    /// <summary>Waits until the autoscaler has the condition with the reason, and returns its message.</summary>
    public Task<string> ConditionAsync(string type, string reason) => Eventually.GetAsync(
        async () => (await Objects.AutoscalerAsync(Client, "web")).Status.Conditions
            .FirstOrDefault(condition => condition.Type == type && condition.Reason == reason)?.Message,
        $"{type} {reason}",
        Limit);

    /// <summary>Waits until the controllers have no readings of any node left.</summary>
    public Task BlindAsync() => Eventually.TrueAsync(
        () => Task.FromResult(!Controllers.Table.Nodes.Any()), "no readings of nodes", Limit);

    public async ValueTask DisposeAsync()
    {
        Steps.Dispose();
        await Relay.DisposeAsync();
        if (Metrics is not null)
        {
            await Metrics.DisposeAsync();
        }

        if (Controllers is not null)
        {
            await Controllers.DisposeAsync();
        }

        Client?.Dispose();
        await Local.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ControlAsync(BrokerOptions[] brokers)
    {
        var path = Path.Combine(_folder.Path, "kubeconfig");
        await Local.WriteKubeconfigAsync(path, CancellationToken.None);
        var config = KubeConfig.Load(new KubeConfigSource { Path = path });
        Client = new KubeClient(config, new KubeClientOptions());
        var settings = new ControllerSettings
        {
            Cluster = config with { Server = new Uri($"https://127.0.0.1:{Relay.Port}") },
            Metrics = new() { ScrapePeriod = TimeSpan.FromSeconds(1), QueueDeadline = TimeSpan.FromSeconds(2), Brokers = brokers },
            Horizontal = new HorizontalOptions { SyncPeriod = TimeSpan.FromSeconds(1) },
            LogLevel = LogLevel.None,
        };
        Controllers = await ControllerRun.StartAsync(settings, CancellationToken.None);
        Metrics = brokers.Length == 0 ? await LocalMetrics.StartAsync(Local, Controllers, CancellationToken.None) : null;
    }
}
