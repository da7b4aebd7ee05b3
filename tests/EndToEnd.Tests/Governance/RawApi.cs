using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>An API over its own connections, which takes every answer for what it is.</summary>
internal sealed class RawApi : IDisposable
{
    private readonly HttpClient _http;

    private RawApi(HttpClient http) => _http = http;

    /// <summary>Knows the API and its own certificate from a kubeconfig.</summary>
    public static async Task<RawApi> OpenAsync(KubeConfig config)
    {
        var credential = await config.Credentials.GetAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, SslOptions = { ClientCertificateContext = credential.Certificate } };
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(config.CertificateAuthorities!);
        return new(new HttpClient(handler) { BaseAddress = config.Server, DefaultRequestVersion = new(2, 0) });
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PatchAsync(string path, string body, string type) => SendAsync(HttpMethod.Patch, path, body, type);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Creates what must succeed.</summary>
    public async Task CreateAsync(string path, string body)
    {
        var answer = await PostAsync(path, body);
        Assert.True(answer.IsAllowed, $"{path}: {answer}");
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Version = _http.DefaultRequestVersion;
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, JsonNode.Parse(text)!.AsObject());
    }
}
