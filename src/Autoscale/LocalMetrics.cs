using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Declared;
using Autoscale.Metrics.Sources;
using QueueDepth = Autoscale.Metrics.Sources.QueueDepth;

namespace Autoscale;

/// <summary>What joins the controllers to the local cluster: its metrics APIs, and the queues of its broker in memory.</summary>
internal sealed class LocalMetrics : IAsyncDisposable
{
    private const string Namespace = "kube-system";
    private const string Name = "autoscale-metrics";

    /// <summary>What the broker in memory answers for.</summary>
    public static SourceClaims MemoryClaims { get; } =
        new("", "the broker in memory", [.. QueueSeries.Metrics.Select(name => new MetricClaim(null, name))]);

    private readonly ControllerRun _controllers;
    private readonly X509Certificate2 _certificate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly InMemoryWorkBroker? _broker;
    private readonly PushedQueues? _queues;
    private MetricsApiRun? _apis;
    private Task _work = Task.CompletedTask;

    private LocalMetrics(LocalRun local, ControllerRun controllers)
    {
        _controllers = controllers;
        _certificate = ServingCertificate.SelfSigned(Composition.Clock.GetUtcNow(), $"{Name}.{Namespace}.svc", "localhost", "127.0.0.1");
        _broker = local.Broker as InMemoryWorkBroker;
        if (_broker is not null)
        {
            _queues = new("memory", controllers.Table, Read, new MetricsOptions().PushInterval, Composition.Clock);
            _broker.DepthChanged += Follow;
        }
    }

    /// <summary>Defines our own resources, serves the metrics APIs and registers them with the cluster.</summary>
    public static async Task<LocalMetrics> StartAsync(LocalRun local, ControllerRun controllers, CancellationToken cancellationToken)
    {
        var joined = new LocalMetrics(local, controllers);
        try
        {
            await CustomResources.InstallAsync(controllers.Client, cancellationToken);
            await joined.ServeAsync(controllers, cancellationToken);
            return joined;
        }
        catch
        {
            await joined.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // An autoscaler that still decides would find its queues gone, and say so.
        await _controllers.StopAsync();
        if (_broker is not null)
        {
            _broker.DepthChanged -= Follow;
        }

        _queues?.Dispose();
        await _stopping.CancelAsync();
        await _work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_apis is not null)
        {
            await _apis.DisposeAsync();
        }

        _stopping.Dispose();

        _certificate.Dispose();
    }

    private void Follow(string queue) => _queues?.Changed("/", queue);

    private QueueDepth? Read(string virtualHost, string name) => _broker?.Depths().Where(one => one.Queue == name)
        .Select(one => new QueueDepth(virtualHost, one.Queue, one.Ready, one.Unacked)).Cast<QueueDepth?>().FirstOrDefault();

    private async Task ServeAsync(ControllerRun controllers, CancellationToken cancellationToken)
    {
        var options = new MetricsApiRunOptions
        {
            Api = new() { Certificate = () => _certificate, Time = Composition.Clock },
            Service = port => new() { Namespace = Namespace, Name = Name, Port = port },
            CaBundle = () => Encoding.UTF8.GetBytes(_certificate.ExportCertificatePem()),
        };
        _apis = await MetricsApiRun.StartAsync(controllers.MetricsTools, options, cancellationToken);
        await CreateServiceAsync(controllers.Client, _apis.Port, cancellationToken);
        _work = _apis.RunAsync(_stopping.Token);
        await await Task.WhenAny(_work, _apis.WaitForRegistrationAsync(cancellationToken));
    }

    private static Task<byte[]> CreateServiceAsync(KubeClient client, int port, CancellationToken cancellationToken)
    {
        var service = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Name },
            ["spec"] = new JsonObject
            {
                ["type"] = "ExternalName",
                ["externalName"] = "127.0.0.1",
                ["ports"] = new JsonArray(new JsonObject { ["port"] = port }),
            },
        };
        return client.CreateRawAsync(new KubeRoute("", "v1", "services", Namespace), Encoding.UTF8.GetBytes(service.ToJsonString()), cancellationToken);
    }
}
