using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Aggregation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Autoscale.LocalCluster;

/// <summary>Serves a local cluster's API over TLS, with a certificate authority of its own, until it is stopped.</summary>
public sealed class LocalClusterHost : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly LocalClusterOptions _options;
    private readonly ClusterCertificates _certificates;
    private readonly ClusterCertificates _proxyCertificates;
    private readonly X509Certificate2 _serving;
    private readonly X509Certificate2 _proxy;
    private WebApplication? _app;

    /// <summary>Makes the certificates and the API; nothing listens yet.</summary>
    public LocalClusterHost(LocalClusterOptions options)
    {
        _options = options;
        _certificates = new ClusterCertificates(options.Time.GetUtcNow());
        _serving = _certificates.IssueServer(options.Address, "127.0.0.1", "localhost", "kubernetes", "kubernetes.default.svc");
        _proxyCertificates = new ClusterCertificates(options.Time.GetUtcNow(), "front-proxy-ca");
        _proxy = _proxyCertificates.IssueClient(new ApiUser(ExtensionAuthentication.ProxyName, []));
        Api = new ApiServer(new ApiServerOptions
        {
            Kinds = options.Kinds,
            Time = options.Time,
            Random = options.Random,

            // A cluster that is started again must not take an earlier one's versions for its own.
            // Counting from microseconds, it would have to write a thousand objects a millisecond to overtake the clock.
            FirstVersion = options.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000,
            Tokens = options.Tokens,
            ClientAuthority = _certificates.Authority,
            ProxyCertificate = _proxy,
            ProxyAuthority = _proxyCertificates.Authority,
            Logging = options.Logging,
        });
    }

    /// <summary>The API, for what runs inside the cluster.</summary>
    public ApiServer Api { get; }

    /// <summary>Where the API listens once it is started.</summary>
    public Uri BaseAddress { get; private set; } = new("https://127.0.0.1:0");

    /// <summary>PEM of the authority that issued the server's certificate and its clients' certificates.</summary>
    public string AuthorityPem => _certificates.AuthorityPem;

    /// <summary>Makes the first namespaces and begins to listen; throws <see cref="IOException"/> when the port is taken.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Api.StartAsync(cancellationToken);
        var isListening = false;
        try
        {
            await ListenAsync(cancellationToken);
            isListening = true;
        }
        finally
        {
            if (!isListening)
            {
                await Api.StopAsync();
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // Neither the settings of wherever one stands nor the process's signals are this server's business.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Listen);
        _app = builder.Build();
        _app.Run(Api.HandleAsync);
        await _app.StartAsync(cancellationToken);
        BaseAddress = new UriBuilder(new Uri(_app.Urls.First())) { Host = _options.Address is "0.0.0.0" ? "127.0.0.1" : _options.Address }.Uri;
    }

    /// <summary>Ends open watches and stops listening, within about a second.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Api.StopAsync();
        }
        finally
        {
            await (_app?.StopAsync(cancellationToken) ?? Task.CompletedTask);
        }
    }

    /// <summary>The text of a kubeconfig for the administrator.</summary>
    public string Kubeconfig() => Kubeconfig(ApiUser.Administrator);

    /// <summary>The text of a kubeconfig by which a client is known as the user.</summary>
    public string Kubeconfig(ApiUser user)
    {
        using var certificate = _certificates.IssueClient(user);
        using var key = certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("a client certificate without key");
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: autoscale-local
              cluster:
                server: {BaseAddress.ToString().TrimEnd('/')}
                certificate-authority-data: {Base64(_certificates.AuthorityPem)}
            users:
            - name: {user.Name}
              user:
                client-certificate-data: {Base64(certificate.ExportCertificatePem())}
                client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}
            contexts:
            - name: autoscale-local
              context:
                cluster: autoscale-local
                user: {user.Name}
            current-context: autoscale-local

            """;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Api.DisposeAsync();
        _serving.Dispose();
        _proxy.Dispose();
        _proxyCertificates.Dispose();
        _certificates.Dispose();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Warnings name fields as clients wrote them, in any script.
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        kestrel.Listen(IPAddress.Parse(_options.Address), _options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = _serving;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;

                // Who a certificate stands for, if anyone, is decided by request, as the real server does.
                https.AllowAnyClientCertificate();
            });
        });
    }
}
