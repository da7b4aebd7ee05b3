using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>Takes reports over HTTP, or HTTPS where it has a certificate.</summary>
public sealed class PushedServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private PushedServer(WebApplication app)
    {
        _app = app;
        Url = new Uri(app.Urls.First());
    }

    /// <summary>The address in use.</summary>
    public Uri Url { get; }

    /// <summary>Begins to take reports for the sources of the tools; throws <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<PushedServer> StartAsync(PushedServerOptions options, SourceTools tools, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options));
        var app = builder.Build();
        new PushedEndpoint(tools).Map(app);
        await app.StartAsync(cancellationToken);
        return new PushedServer(app);
    }

    /// <summary>Stops within about a second.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, PushedServerOptions options)
    {
        kestrel.AddServerHeader = false;
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
