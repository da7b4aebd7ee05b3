using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Tests;

/// <summary>A management API that answers as badly as a test wants.</summary>
internal sealed class FakeManagement : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeManagement(WebApplication app) => _app = app;

    public required Func<HttpContext, Task> Answer { get; set; }

    public string Url => _app.Urls.First();

    public static async Task<FakeManagement> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            options.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var server = new FakeManagement(app) { Answer = answer };
        app.Run(context => server.Answer(context));
        await app.StartAsync();
        return server;
    }

    public static Func<HttpContext, Task> Says(string body, int code = 200) => context =>
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
