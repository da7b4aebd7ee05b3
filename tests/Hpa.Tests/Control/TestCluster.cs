using System.Collections.Concurrent;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Autoscale.Hpa.Tests.Control;

/// <summary>A Kubernetes API in this process, without workload controllers: what is scaled stays as it was written.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly ApiServer _api;
    private readonly WebApplication _app;

    private TestCluster(ApiServer api, WebApplication app)
    {
        _api = api;
        _app = app;
        var config = new KubeConfig { Server = new("http://localhost"), Credentials = new StaticCredentials(new(new("Bearer", "token"), null)) };
        Client = new(config, new() { Transport = new Counting(app.GetTestServer().CreateHandler(), Requests) });
    }

    public KubeClient Client { get; }

    /// <summary>Every request that was made, as method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<TestCluster> StartAsync()
    {
        var tokens = new Dictionary<string, ApiUser> { ["token"] = ApiUser.Administrator };
        var api = new ApiServer(new() { Kinds = KnownKinds.All, Time = TimeProvider.System, Random = new Random(1), Tokens = tokens });
        await api.StartAsync(CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.Run(api.HandleAsync);
        await app.StartAsync();
        return new(api, app);
    }

    /// <summary>Creates a deployment whose status says that it has all its replicas.</summary>
    public async Task AddDeploymentAsync(string name, int replicas)
    {
        var route = new KubeRoute("apps", "v1", "deployments", "default");
        await Client.CreateRawAsync(route, Encoding.UTF8.GetBytes(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME"},"spec":{"replicas":COUNT,
            "selector":{"matchLabels":{"app":"NAME"}},"template":{"metadata":{"labels":{"app":"NAME"}},
            "spec":{"containers":[{"name":"app","image":"app","resources":{"requests":{"cpu":"100m"}}}]}}}}
            """.Replace("NAME", name, StringComparison.Ordinal).Replace("COUNT", $"{replicas}", StringComparison.Ordinal)));
        await PatchAsync(route.Of("default", name).Sub("status"), """{"status":{"replicas":COUNT}}""".Replace("COUNT", $"{replicas}", StringComparison.Ordinal));
    }

    /// <summary>Creates a running, ready pod of a deployment.</summary>
    public async Task AddPodAsync(string app, string name, DateTimeOffset started)
    {
        var route = KubeRoute.Pods.In("default");
        await Client.CreateRawAsync(route, Encoding.UTF8.GetBytes(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","labels":{"app":"APP"}},
            "spec":{"containers":[{"name":"app","image":"app","resources":{"requests":{"cpu":"100m"}}}]}}
            """.Replace("NAME", name, StringComparison.Ordinal).Replace("APP", app, StringComparison.Ordinal)));
        await PatchAsync(route.Of("default", name).Sub("status"),
            """
            {"status":{"phase":"Running","startTime":"TIME",
            "conditions":[{"type":"Ready","status":"True","lastTransitionTime":"TIME"}]}}
            """.Replace("TIME", $"{started:yyyy-MM-ddTHH:mm:ssZ}", StringComparison.Ordinal));
    }

    /// <summary>Creates an autoscaler of a deployment on the external metric "queue", 10 per pod, at most 20 pods.</summary>
    public Task AddAutoscalerAsync(string name, string metrics = """{"type":"External","external":{"metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"10"}}}""",
        string kind = "Deployment") =>
        Client.CreateRawAsync(KubeRoute.HorizontalPodAutoscalers.In("default"), Encoding.UTF8.GetBytes(
            """
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"NAME"},"spec":{
            "scaleTargetRef":{"apiVersion":"apps/v1","kind":"KIND","name":"NAME"},"minReplicas":1,"maxReplicas":20,
            "behavior":{"scaleDown":{"stabilizationWindowSeconds":0}},"metrics":[METRICS]}}
            """.Replace("NAME", name, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal).Replace("METRICS", metrics, StringComparison.Ordinal)));

    public Task<Scale> ScaleOfAsync(string name) => Client.GetAsync(
        new KubeRoute("apps", "v1", "deployments", "default", name, "scale"), KubeJson.Default.Scale);

    public Task<HorizontalPodAutoscaler> AutoscalerAsync(string name) => Client.GetAsync(
        KubeRoute.HorizontalPodAutoscalers.Of("default", name), KubeJson.Default.HorizontalPodAutoscaler);

    public async Task<IReadOnlyList<KubeEvent>> EventsAsync() =>
        (await Client.ListAsync(new KubeRoute("", "v1", "events", "default"), new(), KubeJson.Default.KubeEvent)).Items;

    public Task PatchAsync(KubeRoute route, string json) =>
        Client.PatchAsync(route, KubePatch.Merge(Encoding.UTF8.GetBytes(json)), KubeJson.Default.Pod);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.StopAsync();
        await _app.DisposeAsync();
        await _api.DisposeAsync();
    }

    private sealed class Counting(HttpMessageHandler inner, ConcurrentQueue<string> requests) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            requests.Enqueue($"{request.Method} {request.RequestUri?.AbsolutePath}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
