using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Http;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;
using Autoscale.Vpa.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Tests.Control;

/// <summary>A Kubernetes API in this process that knows vertical autoscalers, without workload controllers: what is written stays.</summary>
internal sealed class VpaCluster : IAsyncDisposable
{
    private static readonly KubeRoute Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    private readonly ApiServer _api;
    private readonly WebApplication _app;

    private VpaCluster(ApiServer api, WebApplication app)
    {
        _api = api;
        _app = app;
        var config = new KubeConfig { Server = new("http://localhost"), Credentials = new StaticCredentials(new(new("Bearer", "token"), null)) };
        Client = new(config, new() { Transport = new Gate(app.GetTestServer().CreateHandler(), this) });
    }

    public KubeClient Client { get; }

    /// <summary>Every request that was made, as method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Whether requests fail for which the predicate, of method and path, is true.</summary>
    public Func<string, bool> IsDown { get; set; } = _ => false;

    /// <summary>Whether requests are never answered for which the predicate, of method and path, is true.</summary>
    public Func<string, bool> Hangs { get; set; } = _ => false;

    /// <summary>The code by which requests are refused, of method and path; 0 for those that are not.</summary>
    public Func<string, int> Refuses { get; set; } = _ => 0;

    public static async Task<VpaCluster> StartAsync(bool isDefined = true, TimeProvider? time = null)
    {
        var tokens = new Dictionary<string, ApiUser> { ["token"] = ApiUser.Administrator };
        var api = new ApiServer(new() { Kinds = KnownKinds.All, Time = time ?? TimeProvider.System, Random = new Random(1), Tokens = tokens });
        await api.StartAsync(CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.Run(api.HandleAsync);
        await app.StartAsync();
        var cluster = new VpaCluster(api, app);
        if (isDefined)
        {
            await cluster.DefineAsync();
        }

        return cluster;
    }

    /// <summary>Installs the definitions of the autoscalers and their checkpoints.</summary>
    public async Task DefineAsync()
    {
        foreach (var name in new[] { "verticalpodautoscalers", "verticalpodautoscalercheckpoints" })
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Vectors.TestsFolder(), "..", "deploy", "crds", "vertical", $"{name}.yaml"));
            await CreateAsync(Definitions, YamlText.Read(text)!.ToJsonString());
            await Eventually.TrueAsync(() => IsServedAsync($"/apis/autoscaling.k8s.io/v1/{name}"), $"{name} to be served");
        }
    }

    public Task CreateAsync(KubeRoute route, string json) => Client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));

    public Task PatchAsync(KubeRoute route, string json) => Client.PatchRawAsync(route, KubePatch.Merge(Encoding.UTF8.GetBytes(json)));

    /// <summary>Creates a deployment whose pods bear the label app with its name.</summary>
    public Task AddDeploymentAsync(string name) => CreateAsync(
        new KubeRoute("apps", "v1", "deployments", "default"),
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME"},"spec":{"replicas":1,
        "selector":{"matchLabels":{"app":"NAME"}},"template":{"metadata":{"labels":{"app":"NAME"}},
        "spec":{"containers":[{"name":"app","image":"app"}]}}}}
        """.Replace("NAME", name, StringComparison.Ordinal));

    /// <summary>Creates a running pod with the label app and one container of that name.</summary>
    public async Task AddPodAsync(string app, string name)
    {
        await CreateAsync(
            KubeRoute.Pods.In("default"),
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","labels":{"app":"APP"}},
            "spec":{"containers":[{"name":"app","image":"app","resources":{"requests":{"cpu":"100m","memory":"100Mi"}}}]}}
            """.Replace("NAME", name, StringComparison.Ordinal).Replace("APP", app, StringComparison.Ordinal));
        await PatchAsync(KubeRoute.Pods.Of("default", name).Sub("status"), """{"status":{"phase":"Running"}}""");
    }

    /// <summary>Creates an autoscaler of the deployment of its own or another name, which changes no pods unless asked to.</summary>
    public Task AddVpaAsync(string name, string? target = null, string mode = "Off", string more = "", string kind = "apps/v1/Deployment") => CreateAsync(
        VerticalPodAutoscaler.Route.In("default"),
        """
        {"apiVersion":"autoscaling.k8s.io/v1","kind":"VerticalPodAutoscaler","metadata":{"name":"NAME"},
        "spec":{"targetRef":{"apiVersion":"VERSION","kind":"KIND","name":"TARGET"},"updatePolicy":{"updateMode":"MODE"}MORE}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("TARGET", target ?? name, StringComparison.Ordinal)
        .Replace("VERSION", kind[..kind.LastIndexOf('/')], StringComparison.Ordinal).Replace("KIND", kind[(kind.LastIndexOf('/') + 1)..], StringComparison.Ordinal)
        .Replace("MODE", mode, StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal));

    public Task<VerticalPodAutoscaler> VpaAsync(string name) =>
        Client.GetAsync(VerticalPodAutoscaler.Route.Of("default", name), VerticalPodAutoscaler.JsonType);

    /// <summary>The autoscaler once its status satisfies the claim.</summary>
    public Task<VerticalPodAutoscaler> VpaAsync(string name, Func<VpaStatus, bool> claim) => Eventually.GetAsync(
        async () => await VpaAsync(name) is var vpa && claim(vpa.Status) ? vpa : null, $"the status of {name}");

    public async Task<IReadOnlyList<VerticalPodAutoscalerCheckpoint>> CheckpointsAsync() =>
        (await Client.ListAsync(VerticalPodAutoscalerCheckpoint.Route.In("default"), new(), VerticalPodAutoscalerCheckpoint.JsonType)).Items;

    public async Task<JsonNode> RawAsync(KubeRoute route) => JsonNode.Parse(await Client.GetRawAsync(route.Path))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.StopAsync();
        await _app.DisposeAsync();
        await _api.DisposeAsync();
    }

    private async Task<bool> IsServedAsync(string path)
    {
        try
        {
            await Client.GetRawAsync(path);
            return true;
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return false;
        }
    }

    private sealed class Gate(HttpMessageHandler inner, VpaCluster cluster) : DelegatingHandler(inner)
    {
        private static HttpResponseMessage Refusal(int code) => new((System.Net.HttpStatusCode)code)
        {
            Content = new StringContent($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no, {{code}}","code":{{code}} }"""),
        };

        private static async Task<HttpResponseMessage> HangAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new HttpRequestException("the connection was closed");
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = $"{request.Method} {request.RequestUri?.AbsolutePath}";
            cluster.Requests.Enqueue(asked);
            return cluster.IsDown(asked) ? throw new HttpRequestException("connection refused")
                : cluster.Hangs(asked) ? HangAsync(cancellationToken)
                : cluster.Refuses(asked) is > 0 and var code ? Task.FromResult(Refusal(code))
                : base.SendAsync(request, cancellationToken);
        }
    }
}
