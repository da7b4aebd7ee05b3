using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Autoscale.Testing;

/// <summary>A broker's management API that answers as well or as badly as a test wants.</summary>
public sealed class FakeManagement : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeManagement(WebApplication app) => _app = app;

    /// <summary>How it answers.</summary>
    public required Func<HttpContext, Task> Answer { get; set; }

    public string Url => _app.Urls.First();

    public static async Task<FakeManagement> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var server = new FakeManagement(app) { Answer = answer };
        app.Run(context => server.Answer(context));
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers with a body.</summary>
    public static Func<HttpContext, Task> Says(string body, int code = 200) => context =>
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync(body);
    };

    /// <summary>Answers that there are queues "orders", "orders-2" … with so many messages; the counts are JSON.</summary>
    public static Func<HttpContext, Task> Counts(params string[] counts) => Says(
        $$"""{"page_count":1,"items":[{{string.Join(',', counts.Select(Queue))}}]}""");

    /// <summary>Begins an answer and goes on with the same, again and again, without end.</summary>
    public static Func<HttpContext, Task> Endlessly(string start, string more) => async context =>
    {
        await context.Response.WriteAsync(start);
        while (true)
        {
            await context.Response.WriteAsync(more, context.RequestAborted);
        }
    };

    /// <summary>Announces an answer of 100 MiB, and sends none of it.</summary>
    public static async Task Announcing(HttpContext context)
    {
        context.Response.ContentLength = 100 << 20;
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Silence(context);
    }

    /// <summary>Sends one space after another, so that something comes all the time and never an answer.</summary>
    public static async Task Trickle(HttpContext context)
    {
        while (true)
        {
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted);
        }
    }

    /// <summary>Breaks off after the first 20 characters of the body.</summary>
    public static Func<HttpContext, Task> CutsOff(string body) => async context =>
    {
        context.Response.ContentLength = body.Length;
        await context.Response.WriteAsync(body[..20]);
        context.Abort();
    };

    /// <summary>Never answers.</summary>
    public static Task Silence(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static string Queue(string count, int index) => $$"""
        {"name":"orders{{(index == 0 ? "" : $"-{index + 1}")}}","vhost":"/","type":"classic",
        "messages":{{count}},"messages_ready":{{count}},"messages_unacknowledged":0}
        """;
}
