using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using AdmissionChain = Autoscale.Admission.Control.AdmissionChain;

namespace Autoscale.Admission.Tests.Control;

/// <summary>A webhook on a loopback port, over real TLS.</summary>
internal sealed class RunningWebhook : IAsyncDisposable
{
    private readonly List<IDisposable> _clients = [];
    private AdmissionServer? _server;

    public ClusterCertificates Certificates { get; } = new(TimeProvider.System.GetUtcNow());

    public X509Certificate2? Serving { get; set; }

    public LinesLogged Log { get; } = new();

    public List<ReadinessCheck> Readiness { get; } = [];

    public static Task<RunningWebhook> StartAsync(params IAdmissionPolicy[] policies) => StartAsync(_ => new(), policies);

    public static async Task<RunningWebhook> StartAsync(Func<RunningWebhook, AdmissionOptions> options, params IAdmissionPolicy[] policies)
    {
        var webhook = new RunningWebhook();
        webhook.Serving = webhook.Certificates.IssueServer("127.0.0.1");
        var chosen = options(webhook);
        var telemetry = new AdmissionTelemetry(new PlainMeters());
        var chain = new AdmissionChain(policies, telemetry, webhook.Log.For<AdmissionChain>());
        var endpoint = new AdmissionEndpoint(chain, webhook.Readiness, telemetry, chosen, TimeProvider.System);
        webhook._server = await AdmissionServer.StartAsync(endpoint, chosen, () => webhook.Serving, CancellationToken.None);
        return webhook;
    }

    /// <summary>A client of its own connections; knows of each connection's server certificate.</summary>
    public HttpClient Client(Version? version = null, X509Certificate2? certificate = null, Action<X509Certificate?>? onHandshake = null)
    {
        var handler = new SocketsHttpHandler { SslOptions = Tls(onHandshake) };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://127.0.0.1:{_server!.Port}"),
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _clients.Add(client);
        return client;
    }

    /// <summary>The review that a review is answered with.</summary>
    public async Task<JsonObject> AskAsync(string path, byte[] body)
    {
        using var answer = await Client().PostAsync(path, Content(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>A bare connection, for what no HTTP client does.</summary>
    public async Task<SslStream> ConnectAsync()
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _server!.Port);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(Tls(null));
        _clients.Add(tcp);
        return tls;
    }

    public Task StopAsync() => _server!.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await StopAsync();
        Certificates.Dispose();
    }

    public static ByteArrayContent Content(byte[] body, string type = "application/json") =>
        new(body) { Headers = { ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type) } };

    public static byte[] Raw(string path, byte[] body, int? announced = null) =>
        [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {announced ?? body.Length}\r\n\r\n"), .. body];

    private SslClientAuthenticationOptions Tls(Action<X509Certificate?>? onHandshake) => new()
    {
        TargetHost = "127.0.0.1",
        RemoteCertificateValidationCallback = (_, shown, _, errors) =>
        {
            onHandshake?.Invoke(shown);
            return errors == SslPolicyErrors.None;
        },
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Certificates.Authority },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };
}
