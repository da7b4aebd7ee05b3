using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Autoscale.Admission.Control;

/// <summary>Serves the webhook over TLS 1.2 and later, HTTP/1.1 and HTTP/2, until it is disposed.</summary>
public sealed class AdmissionServer : IAsyncDisposable
{
    // What Go's servers grant, which is what the caller is written against.
    private const int StreamsPerConnection = 250;

    private readonly WebApplication _app;

    private AdmissionServer(WebApplication app)
    {
        _app = app;
        Port = new Uri(app.Urls.First()).Port;
    }

    /// <summary>The port in use.</summary>
    public int Port { get; }

    /// <summary>
    /// Begins to serve. The certificate is asked for at each handshake, so that a renewed one serves new connections while old ones
    /// go on; null refuses the handshake. Throws <see cref="IOException"/> when the port is taken.
    /// </summary>
    public static async Task<AdmissionServer> StartAsync(
        AdmissionEndpoint endpoint, AdmissionOptions options, Func<X509Certificate2?> certificate, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopLimit);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options, certificate));
        var app = builder.Build();
        endpoint.Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
            return new AdmissionServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more reviews, waits for those that run, within the stop limit of the options, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, AdmissionOptions options, Func<X509Certificate2?> certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.LongestBody;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        kestrel.Listen(options.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ServerCertificateSelector = (_, _) => certificate();
                https.ClientCertificateMode = options.ClientAuthorities is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.AllowCertificate;

                // Whether a certificate is good enough is decided by request, so that a refusal is an answer and probes need none.
                https.AllowAnyClientCertificate();
            });
        });
    }
}
