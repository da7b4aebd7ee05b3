using System.Text;
using System.Text.Json;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Kubernetes.Tests.Client;

public sealed class TlsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TlsServer? _server;

    private TlsServer Server => _server ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => _server = await TlsServer.StartAsync(async context =>
    {
        var client = await context.Connection.GetClientCertificateAsync();
        await context.Response.WriteAsync($"{context.Request.Protocol} {client?.Subject ?? "nobody"}");
    });

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task Get_TrustedServerOfTheRightName_SpeaksHttp2WithTheClientsCertificate() =>
        Assert.Equal("HTTP/2 CN=me", await AskAsync($"certificate-authority-data: {TlsServer.Base64(Server.Authority)}, tls-server-name: api.here"));

    [Fact]
    public async Task Get_Unchecked_Works() => Assert.Equal("HTTP/2 CN=me", await AskAsync("insecure-skip-tls-verify: true"));

    [Fact]
    public Task Get_WrongName_IsRefused() => AssertRefusedAsync($"certificate-authority-data: {TlsServer.Base64(Server.Authority)}");

    [Fact]
    public Task Get_UnknownAuthority_IsRefused() => AssertRefusedAsync("tls-server-name: api.here");

    [Fact]
    public async Task Get_NobodyListens_NamesTheServer()
    {
        using var client = new KubeClient(new() { Server = new("https://127.0.0.1:1") }, new());

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetRawAsync("/version"));

        Assert.StartsWith("https://127.0.0.1:1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CertificateOfAnExecPlugin_IsUsed()
    {
        var (certificate, key) = Server.ClientCertificate("CN=plugged");
        var answer = new ExecCredential
        {
            ApiVersion = "client.authentication.k8s.io/v1",
            Status = new() { ClientCertificateData = certificate, ClientKeyData = key },
        };
        var path = _folder.Write("answer", JsonSerializer.Serialize(answer, KubeJson.Default.ExecCredential));

        var said = await AskAsync(
            "insecure-skip-tls-verify: true",
            $"exec: {{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: cat, args: ['{path}']}}");

        Assert.Equal("HTTP/2 CN=plugged", said);
    }

    private async Task AssertRefusedAsync(string cluster)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(cluster));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.StartsWith($"{Server.Address.AbsoluteUri.TrimEnd('/')}: The remote certificate ", error.Message, StringComparison.Ordinal);
    }

    private Task<string> AskAsync(string cluster)
    {
        var (certificate, key) = Server.ClientCertificate("CN=me");
        return AskAsync(cluster, $"client-certificate-data: {TlsServer.Base64(certificate)}, client-key-data: {TlsServer.Base64(key)}");
    }

    private async Task<string> AskAsync(string cluster, string user)
    {
        using var client = new KubeClient(KubeConfig.Load(new() { Path = _folder.Write("config", Server.Config(cluster, user)) }), new());
        return Encoding.UTF8.GetString(await client.GetRawAsync("/version"));
    }
}
