using Autoscale.LocalCluster.Tests.Api.Http;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

/// <summary>The API behind an HTTP client, with webhooks that really listen.</summary>
internal sealed class HookedServer(TestServer server, WebhookServer hooks) : IAsyncDisposable
{
    public TestServer Server => server;

    public WebhookServer Hooks => hooks;

    public static async Task<HookedServer> StartAsync() => new(await TestServer.StartAsync(), await WebhookServer.StartAsync());

    /// <summary>Registers a webhook of its path's name that sees the resources in "demo".</summary>
    public async Task RegisterAsync(string type, string path, params string[] resources)
    {
        var answer = await server.PostAsync($"/apis/admissionregistration.k8s.io/v1/{type.ToLowerInvariant()}webhookconfigurations", hooks.Configuration(path, resources));
        Assert.Equal(201, answer.Code);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await hooks.DisposeAsync();
    }
}
