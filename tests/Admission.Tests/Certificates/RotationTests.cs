using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster;
using Autoscale.Testing;

namespace Autoscale.Admission.Tests.Certificates;

/// <summary>Certificates that live for seconds, on real connections.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private static readonly CertificateTerms Terms = new([]) { ServingLifetime = TimeSpan.FromSeconds(6), AuthorityLifetime = TimeSpan.FromSeconds(18) };

    private readonly LocalClusterHost _host = new(new LocalClusterOptions());
    private readonly TemporaryFolder _folder = new();
    private KubeClient _client = null!;

    public async Task InitializeAsync()
    {
        await _host.StartAsync(default);
        var path = Path.Combine(_folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(path, _host.Kubeconfig());
        _client = new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = path }), new KubeClientOptions());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rotation_WhileReviewsAreAsked_NotOneFails()
    {
        var address = new Uri($"https://127.0.0.1:{FreePort.Take()}");
        await using var first = await ServedReplica.StartAsync(_client, address, address.Port, Terms);
        await using var second = await ServedReplica.StartAsync(_client, address, 0, Terms);
        await Eventually.TrueAsync(async () => (await BundleAsync()).Length > 0, "the registration");
        var before = AuthorityBundle.Read(first.Keeper.CaBundle)[0];
        using var end = new CancellationTokenSource();

        var asking = Task.WhenAll(
            CreateAsync("a", end.Token), CreateAsync("b", end.Token), ConnectAsync(first.Port, end.Token), ConnectAsync(second.Port, end.Token));
        var kept = new KeptConnection(first.Port, first.Keeper.CaBundle!);
        await Eventually.TrueAsync(
            async () => asking.IsFaulted || (await kept.AskAsync() && HasMovedOn(first, before) && HasMovedOn(second, before)),
            "both replicas serving with another authority");
        await end.CancelAsync();
        await asking;

        Assert.Equal(1, kept.Connections);
        kept.Dispose();
    }

    [KubectlFact]
    public async Task Serving_AskedByAClientWrittenInGo_IsTrustedByTheBundleOfTwoAuthorities()
    {
        var now = TimeProvider.System.GetUtcNow();
        var terms = new CertificateTerms(["127.0.0.1"]);
        var certificates = WebhookCertificate.Create(terms, now, [WebhookCertificate.Create(terms, now, []).Authority.Certificate]);
        await _client.CreateAsync(
            KubeRoute.Secrets.In("default"),
            new()
            {
                Metadata = new() { Name = "autoscale-webhook-tls" },
                Data = certificates.ToData().Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!),
            },
            KubeJson.Default.Secret);
        await using var replica = await ServedReplica.StartAsync(_client, new("https://127.0.0.1:9443"), 0, Terms);
        var bundle = Path.Combine(_folder.Path, "ca.crt");
        await File.WriteAllBytesAsync(bundle, replica.Keeper.CaBundle!);

        var (_, output, errors) = await Kubectl.RunAsync(
            "get", "--raw", "/healthz", "--server", $"https://127.0.0.1:{replica.Port}", "--certificate-authority", bundle, "--token", "none", "--kubeconfig", "/dev/null");

        Assert.Equal(("ok", ""), (output, errors));
        Assert.Equal(2, AuthorityBundle.Read(replica.Keeper.CaBundle).Count);
    }

    private static bool HasMovedOn(ServedReplica replica, X509Certificate2 before) =>
        replica.Keeper.Serving is { } serving && !CertificateIssue.HasSigned(before, serving);

    private async Task<byte[]> BundleAsync() =>
        (await _client.FindAsync(
            KubeRoute.ValidatingWebhookConfigurations.Of("", "autoscale-governance"), KubeJson.Default.ValidatingWebhookConfiguration))
        ?.Webhooks?[0].ClientConfig.CaBundle ?? [];

    /// <summary>Creates object after object, each of which the webhook is asked about; a review that failed would fail it.</summary>
    private async Task CreateAsync(string name, CancellationToken cancellationToken)
    {
        for (var count = 0; !cancellationToken.IsCancellationRequested; count++)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}-{{count}}"} }""");
            await _client.CreateRawAsync(new("", "v1", "configmaps", "default"), body, CancellationToken.None);
        }
    }

    /// <summary>Connects anew again and again as an API server does that trusts what the configuration says.</summary>
    private async Task ConnectAsync(int port, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var connection = new KeptConnection(port, await BundleAsync());
            Assert.True(await connection.AskAsync());
        }
    }

    private sealed class KeptConnection : IDisposable
    {
        private readonly HttpClient _http;

        public KeptConnection(int port, byte[] caBundle)
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.AddRange(AuthorityBundle.Read(caBundle).ToArray());
            var handler = new SocketsHttpHandler
            {
                SslOptions = new() { CertificateChainPolicy = trust },
                ConnectCallback = async (context, token) =>
                {
                    Connections++;
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(context.DnsEndPoint, token);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            };
            _http = new(handler) { BaseAddress = new($"https://127.0.0.1:{port}") };
        }

        public int Connections { get; private set; }

        public async Task<bool> AskAsync()
        {
            using var response = await _http.GetAsync("/healthz");
            return response.IsSuccessStatusCode;
        }

        public void Dispose() => _http.Dispose();
    }
}
