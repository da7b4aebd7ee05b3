using System.Net;
using System.Security.Cryptography.X509Certificates;
using Autoscale.LocalCluster.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Autoscale.Testing;

/// <summary>A kubelet's HTTPS server, on 127.0.0.1, that answers as well or as badly as a test wants.</summary>
public sealed class StubKubelet : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private StubKubelet(WebApplication app, X509Certificate2 certificate)
    {
        _app = app;
        _certificate = certificate;
    }

    /// <summary>How it answers.</summary>
    public required Func<HttpContext, Task> Answer { get; set; }

    /// <summary>Where it listens.</summary>
    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Begins to serve with a certificate of the authority; port 0 takes a free one.</summary>
    public static async Task<StubKubelet> StartAsync(ClusterCertificates authority, Func<HttpContext, Task> answer, int port = 0)
    {
        var certificate = authority.IssueServer("127.0.0.1");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            });
        });
        var app = builder.Build();
        var server = new StubKubelet(app, certificate) { Answer = answer };
        app.Run(context => server.Answer(context));
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers with a text.</summary>
    public static Func<HttpContext, Task> Says(string text, int code = 200) => context =>
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync(text);
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
