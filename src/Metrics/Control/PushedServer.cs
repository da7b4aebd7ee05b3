using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Sources;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Autoscale.Metrics.Control;

/// <summary>Takes reports over HTTP, or HTTPS where it has a certificate.</summary>
public sealed class PushedServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly EmbeddedServer _server;

    private PushedServer(EmbeddedServer server) => _server = server;

    /// <summary>The address in use.</summary>
    public Uri Url => _server.Url;

    /// <summary>Begins to take reports for the sources of the tools; throws <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<PushedServer> StartAsync(PushedServerOptions options, SourceTools tools, CancellationToken cancellationToken)
    {
        var app = EmbeddedServer.Prepare(StopLimit, kestrel => Listen(kestrel, options)).Build();
        new PushedEndpoint(tools).Map(app);
        return new PushedServer(await EmbeddedServer.StartAsync(app, cancellationToken));
    }

    /// <summary>Stops within about a second.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Listen(KestrelServerOptions kestrel, PushedServerOptions options)
    {
        kestrel.Limits.MaxRequestBodySize = PushedLimits.Body;
        kestrel.Listen(options.Listen, listen =>
        {
            listen.Protocols = options.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (options.Certificate is { } certificate)
            {
                listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate());
            }
        });
    }
}
