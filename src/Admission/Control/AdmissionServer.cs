using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes.Control;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Autoscale.Admission.Control;

/// <summary>Serves the webhook over TLS 1.2 and later, HTTP/1.1 and HTTP/2, until it is disposed.</summary>
public sealed class AdmissionServer : IAsyncDisposable
{
    // What Go's servers grant, which is what the caller is written against.
    private const int StreamsPerConnection = 250;

    private readonly EmbeddedServer _server;

    private AdmissionServer(EmbeddedServer server) => _server = server;

    /// <summary>The port in use.</summary>
    public int Port => _server.Url.Port;

    /// <summary>
    /// Begins to serve. The certificate is asked for at each handshake, so that a renewed one serves new connections while old ones
    /// go on; null refuses the handshake. Throws <see cref="IOException"/> when the port is taken.
    /// </summary>
    public static async Task<AdmissionServer> StartAsync(
        AdmissionEndpoint endpoint, AdmissionOptions options, Func<X509Certificate2?> certificate, CancellationToken cancellationToken)
    {
        var app = EmbeddedServer.Prepare(options.StopLimit, kestrel => Listen(kestrel, options, certificate)).Build();
        endpoint.Map(app);
        return new AdmissionServer(await EmbeddedServer.StartAsync(app, cancellationToken));
    }

    /// <summary>Takes no more reviews, waits for those that run, within the stop limit of the options, and ends.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Listen(KestrelServerOptions kestrel, AdmissionOptions options, Func<X509Certificate2?> certificate)
    {
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
