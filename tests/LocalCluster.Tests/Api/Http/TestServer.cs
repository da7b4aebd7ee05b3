using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;

namespace Autoscale.LocalCluster.Tests.Api.Http;

/// <summary>The API behind an HTTP client, without ports; a namespace "demo" and a clock that stands still.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const string Token = "letmein";

    private readonly WebApplication _app;

    private TestServer(ApiServer api, WebApplication app, HttpClient client) => (Api, _app, Client) = (api, app, client);

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ApiServer Api { get; }

    public HttpClient Client { get; }

    public VirtualTimeProvider Time => (VirtualTimeProvider)Api.Time;

    public static async Task<TestServer> StartAsync()
    {
        var api = new ApiServer(new ApiServerOptions
        {
            Kinds = KnownKinds.All,
            Time = new VirtualTimeProvider(Start),
            Random = new Random(1),
            Tokens = new Dictionary<string, ApiUser> { [Token] = ApiUser.Administrator },
        });
        await api.StartAsync(CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.Run(api.HandleAsync);
        await app.StartAsync();
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var server = new TestServer(api, app, client);
        await server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"demo"}}""");
        return server;
    }

    public Task<Answer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, null, accept);

    public Task<Answer> PostAsync(string path, string body, string type = "application/json") => SendAsync(HttpMethod.Post, path, body, type);

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, "application/json");

    public Task<Answer> PatchAsync(string path, string body, string type = "merge") =>
        SendAsync(HttpMethod.Patch, path, body, type.Contains('/', StringComparison.Ordinal) ? type : $"application/{type}-patch+json");

    public Task<Answer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body, "application/json");

    public async Task<StreamReader> WatchAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _app.DisposeAsync();
        Client.Dispose();
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string? type, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
        return new Answer((int)response.StatusCode, text, response.Content.Headers.ContentType?.ToString() ?? "", warnings);
    }

    /// <summary>What came back.</summary>
    public sealed record Answer(int Code, string Text, string Type, IReadOnlyList<string> Warnings)
    {
        public JsonNode Json => JsonNode.Parse(Text)!;

        public string Message => (string?)Json["message"] ?? "";
    }
}
