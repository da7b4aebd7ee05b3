using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Tests;

/// <summary>A Kubernetes API in this process that can be made unreachable.</summary>
internal sealed class UpkeepCluster : IAsyncDisposable
{
    private readonly ApiServer _api;
    private readonly WebApplication _app;
    private volatile bool _isDown;

    private UpkeepCluster(ApiServer api, WebApplication app)
    {
        _api = api;
        _app = app;
        var config = new KubeConfig { Server = new("http://localhost"), Credentials = new StaticCredentials(new(new("Bearer", "token"), null)) };
        Client = new(config, new() { Transport = new Relay(this, app.GetTestServer().CreateHandler()) });
    }

    public KubeClient Client { get; }

    /// <summary>Every write, as method and path.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    public bool IsDown { set => _isDown = value; }

    public static async Task<UpkeepCluster> StartAsync()
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

    public Task<Secret?> SecretAsync() => Client.FindAsync(KubeRoute.Secrets.Of("default", "autoscale-webhook-tls"), KubeJson.Default.Secret);

    public async Task<WebhookCertificate?> StoredAsync() => WebhookCertificate.Read((await SecretAsync())?.Data);

    public Task<WebhookCertificate> StoredEventuallyAsync(Func<WebhookCertificate, bool> claim, string description) => Eventually.GetAsync(
        async () => await StoredAsync() is { } stored && claim(stored) ? stored : null, description);

    public Task DeleteSecretAsync() => Client.DeleteAsync(KubeRoute.Secrets.Of("default", "autoscale-webhook-tls"));

    /// <summary>Writes the Secret as some replica did at that time.</summary>
    public Task CreateSecretAsync(WebhookCertificate certificate) => CreateSecretAsync(
        certificate.ToData().Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!));

    public Task CreateSecretAsync(IReadOnlyDictionary<string, byte[]> data) => Client.CreateAsync(
        KubeRoute.Secrets.In("default"), new() { Metadata = new() { Name = "autoscale-webhook-tls" }, Data = data }, KubeJson.Default.Secret);

    public Task SpoilSecretAsync(string key, string? text) => Client.PatchAsync(
        KubeRoute.Secrets.Of("default", "autoscale-webhook-tls"),
        KubePatch.Merge(Encoding.UTF8.GetBytes(new JsonObject
        {
            ["data"] = new JsonObject { [key] = text is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) },
        }.ToJsonString())),
        KubeJson.Default.Secret);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.StopAsync();
        await _app.DisposeAsync();
        await _api.DisposeAsync();
    }

    private sealed class Relay(UpkeepCluster cluster, HttpMessageHandler server) : DelegatingHandler(server)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (cluster._isDown)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused");
            }

            if (request.Method != HttpMethod.Get)
            {
                cluster.Writes.Enqueue($"{request.Method} {request.RequestUri?.AbsolutePath}");
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
