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

    public Task CreateAsync(KubeRoute route, string json) => Client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));

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

    public Task<ValidatingWebhookConfiguration?> ValidatingAsync() => Client.FindAsync(
        KubeRoute.ValidatingWebhookConfigurations.Of("", "autoscale-governance"), KubeJson.Default.ValidatingWebhookConfiguration);

    public Task<MutatingWebhookConfiguration?> MutatingAsync() => Client.FindAsync(
        KubeRoute.MutatingWebhookConfigurations.Of("", "autoscale-governance"), KubeJson.Default.MutatingWebhookConfiguration);

    /// <summary>Waits for both configurations to be such.</summary>
    public async Task RegisteredAsync(Func<RegisteredWebhook, bool> claim, string description)
    {
        await Eventually.TrueAsync(async () => await ValidatingAsync() is { } stored && (stored.Webhooks ?? []).All(claim), $"{description} (validating)");
        await Eventually.TrueAsync(async () => await MutatingAsync() is { } stored && (stored.Webhooks ?? []).All(claim), $"{description} (mutating)");
    }

    /// <summary>Patches the validating configuration by hand.</summary>
    public Task EditValidatingAsync(Action<JsonObject> edit) => EditAsync(KubeRoute.ValidatingWebhookConfigurations, edit);

    /// <summary>Patches the mutating configuration by hand.</summary>
    public Task EditMutatingAsync(Action<JsonObject> edit) => EditAsync(KubeRoute.MutatingWebhookConfigurations, edit);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.StopAsync();
        await _app.DisposeAsync();
        await _api.DisposeAsync();
    }

    private async Task EditAsync(KubeRoute kind, Action<JsonObject> edit)
    {
        var route = kind.Of("", "autoscale-governance");
        var webhooks = JsonNode.Parse(await Client.GetRawAsync(route.Path))!["webhooks"]!.DeepClone().AsArray();
        edit(webhooks[0]!.AsObject());
        var patch = new JsonObject { ["webhooks"] = webhooks }.ToJsonString();
        await Client.PatchAsync(route, KubePatch.Merge(Encoding.UTF8.GetBytes(patch)), KubeJson.Default.PartialObjectMetadata);
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
