using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Aggregation;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Api.Http;
using Autoscale.LocalCluster.Api.Webhooks;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Scheduling;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Api;

/// <summary>A Kubernetes API in one process: the store, the verbs, and a handler for requests that any HTTP server can run.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private static readonly string[] FirstNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    private readonly CancellationTokenSource _stopping = new();
    private readonly ApiServerOptions _options;
    private readonly Aggregator _aggregator;
    private readonly ApiEndpoints _endpoints;
    private readonly DefinitionLoop _definitions;
    private Task _checks = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    /// <summary>Puts the parts together; nothing runs yet.</summary>
    public ApiServer(ApiServerOptions options)
    {
        _options = options;
        Time = options.Time;
        Kinds = new KindRegistry(options.Kinds);
        Store = new ObjectStore(options.FirstVersion);
        Admission = new AdmissionChain();
        if (Kinds.Find("", "v1", "namespaces") is { } namespaces)
        {
            Admission.AddMutating(new NamespaceLifecycle(Store, namespaces).AdmitAsync);
        }

        BuiltInAdmission.AddTo(Admission, Store, Kinds);
        Verbs = new ApiVerbs(Kinds, Store, Admission, new NameGenerator(options.Random), Time);
        Evict = DeletePodAsync;
        var (connections, logger) = (new ServiceConnections(options.ProxyCertificate), options.Logging.CreateLogger<ApiServer>());
        WebhookAdmission.AddTo(this, connections, logger);
        _aggregator = new Aggregator(this, connections, logger);
        _definitions = new DefinitionLoop(this, logger);
        var authenticator = new Authenticator(options.ClientAuthority, options.Tokens);
        _endpoints = new ApiEndpoints(this, authenticator, _aggregator, logger);
    }

    /// <summary>The kinds that are served.</summary>
    public KindRegistry Kinds { get; }

    /// <summary>The objects.</summary>
    public ObjectStore Store { get; }

    /// <summary>What every write must pass; webhooks register here.</summary>
    public AdmissionChain Admission { get; }

    /// <summary>The verbs, for the cluster's own controllers.</summary>
    public ApiVerbs Verbs { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Asks a node's own HTTP server for a path (e.g. metrics/resource); null: it does not answer. Null until nodes are simulated.</summary>
    public Func<string, string, CancellationToken, Task<NodeAnswer?>>? NodeProxy { get; set; }

    /// <summary>Evicts a pod (namespace, name); deletes it until somebody who heeds disruption budgets is set.</summary>
    public Func<string, string, DeleteOptions, CancellationToken, Task> Evict { get; set; }

    /// <summary>Answers one HTTP request.</summary>
    public Task HandleAsync(HttpContext http) => _endpoints.HandleAsync(http, _stopping.Token);

    /// <summary>Makes what every cluster has (namespaces, priority classes, APIServices, its own Service) and begins to check aggregated servers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Kinds.Find("", "v1", "namespaces") is { } kind)
        {
            foreach (var name in FirstNamespaces)
            {
                var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
                await Verbs.CreateAsync(kind, "", value, WriteOptions.Internal, cancellationToken);
            }
        }

        if (Kinds.Find("scheduling.k8s.io", "v1", "priorityclasses") is { } classes)
        {
            foreach (var value in PriorityAdmission.SystemClasses)
            {
                await Verbs.CreateAsync(classes, "", value, WriteOptions.Internal, cancellationToken);
            }
        }

        if (Kinds.Find("", "v1", "services") is { } services)
        {
            await Verbs.CreateAsync(services, "default", OwnService(), WriteOptions.Internal, cancellationToken);
        }

        await ExtensionAuthentication.PublishAsync(this, _options, cancellationToken);
        await LocalApiServices.RegisterAsync(Kinds, Verbs, Time.GetUtcNow(), cancellationToken);
        _checks = _aggregator.RunAsync(_stopping.Token);
        _following = _definitions.RunAsync(_stopping.Token);
    }

    /// <summary>Ends open watches and what runs in the background.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_checks, _following);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _aggregator.Dispose();
            _stopping.Dispose();
        }
    }

    // The server makes its own service: pods know it by KUBERNETES_SERVICE_HOST.
    private static JsonObject OwnService() => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "kubernetes",
            ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        ["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443, ["targetPort"] = 6443 }),
        },
    };

    private Task<JsonObject?> DeletePodAsync(string ns, string name, DeleteOptions options, CancellationToken cancellationToken) =>
        Kinds.Find("", "v1", "pods") is { } pods ? Verbs.DeleteAsync(pods, ns, name, options, cancellationToken) : throw Refusals.NoSuchResource();
}
