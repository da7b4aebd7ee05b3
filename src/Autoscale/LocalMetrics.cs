using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using QueueDepth = Autoscale.Metrics.Sources.QueueDepth;

namespace Autoscale;

/// <summary>What joins the controllers to the local cluster: its metrics APIs, and the queues of its broker in memory.</summary>
internal sealed class LocalMetrics : IAsyncDisposable
{
    private const string Namespace = "kube-system";
    private const string Name = "autoscale-metrics";

    private static readonly string[] Groups = ["metrics.k8s.io", "external.metrics.k8s.io"];

    private readonly ControllerRun _controllers;
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _authority;
    private readonly InMemoryWorkBroker? _broker;
    private readonly PushedQueues? _queues;
    private MetricsApiServer? _server;

    private LocalMetrics(LocalRun local, ControllerRun controllers)
    {
        _controllers = controllers;
        _certificate = ServingCertificate.SelfSigned(Composition.Clock.GetUtcNow(), $"{Name}.{Namespace}.svc", "localhost", "127.0.0.1");
        _authority = X509Certificate2.CreateFromPem(local.Host.AuthorityPem);
        _broker = local.Broker as InMemoryWorkBroker;
        if (_broker is not null)
        {
            _queues = new("memory", controllers.Table, Read, new MetricsOptions().PushInterval, Composition.Clock);
            _broker.DepthChanged += Follow;
        }
    }

    /// <summary>Serves the metrics APIs and registers them with the cluster.</summary>
    public static async Task<LocalMetrics> StartAsync(LocalRun local, ControllerRun controllers, CancellationToken cancellationToken)
    {
        var joined = new LocalMetrics(local, controllers);
        try
        {
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
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificate.Dispose();
        _authority.Dispose();
    }

    private void Follow(string queue) => _queues?.Changed("/", queue);

    private QueueDepth? Read(string virtualHost, string name) => _broker?.Depths().Where(one => one.Queue == name)
        .Select(one => new QueueDepth(virtualHost, one.Queue, one.Ready, one.Unacked)).Cast<QueueDepth?>().FirstOrDefault();

    private async Task ServeAsync(ControllerRun controllers, CancellationToken cancellationToken)
    {
        var options = new MetricsApiOptions
        {
            Certificate = _certificate,
            FrontProxy = new() { ClientAuthority = _authority },
            Time = Composition.Clock,
        };
        _server = await MetricsApiServer.StartAsync(controllers.Table, controllers.Pods, controllers.Nodes, options, cancellationToken);
        await RegisterAsync(controllers.Client, _server.Port, cancellationToken);
    }

    private async Task RegisterAsync(KubeClient client, int port, CancellationToken cancellationToken)
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
        await CreateAsync(client, new KubeRoute("", "v1", "services", Namespace), service, cancellationToken);
        foreach (var group in Groups)
        {
            await CreateAsync(client, new KubeRoute("apiregistration.k8s.io", "v1", "apiservices"), ServiceOf(group, port), cancellationToken);
        }
    }

    private JsonObject ServiceOf(string group, int port) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = $"v1beta1.{group}" },
        ["spec"] = new JsonObject
        {
            ["group"] = group,
            ["version"] = "v1beta1",
            ["groupPriorityMinimum"] = 100,
            ["versionPriority"] = 100,
            ["caBundle"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(_certificate.ExportCertificatePem())),
            ["service"] = new JsonObject { ["namespace"] = Namespace, ["name"] = Name, ["port"] = port },
        },
    };

    private static Task<byte[]> CreateAsync(KubeClient client, KubeRoute route, JsonObject value, CancellationToken cancellationToken) =>
        client.CreateRawAsync(route, Encoding.UTF8.GetBytes(value.ToJsonString()), cancellationToken);
}
