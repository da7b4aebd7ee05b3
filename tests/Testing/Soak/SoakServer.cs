using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.Testing.Soak;

/// <summary>
/// All servers that are asked for metrics, by the beginning of the path: an API server with the proxies of kubelets, Prometheus and
/// brokers' management APIs, which fail at random.
/// </summary>
public sealed class SoakServer : IAsyncDisposable
{
    private static readonly TimeSpan TrickleStep = TimeSpan.FromMilliseconds(250);
    private static readonly byte[] HugePart = new byte[1 << 20];

    private readonly WebApplication _app;
    private readonly SoakPages _pages;
    private readonly SoakFaults _faults;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, string> _servers = new();
    private long _answers;
    private long _faulty;

    private SoakServer(WebApplication app, SoakPages pages, SoakFaults faults, TimeProvider time) => (_app, _pages, _faults, _time) = (app, pages, faults, time);

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>How often it was asked.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>How often it answered badly.</summary>
    public long Faulty => Interlocked.Read(ref _faulty);

    /// <summary>Begins to serve on a free port.</summary>
    public static async Task<SoakServer> StartAsync(SoakChurn churn, SoakFaults faults, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        SoakServer? server = null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => async connection =>
            {
                await next(connection);
                server?._servers.TryRemove(connection.ConnectionId, out _);
            }));
        });
        var app = builder.Build();
        server = new SoakServer(app, new SoakPages(time, churn), faults, time);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>How many connections are open to servers whose path begins so.</summary>
    public int Connections(string prefix) => _servers.Values.Count(path => path.StartsWith(prefix, StringComparison.Ordinal));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        _servers[context.Connection.Id] = path;
        var fault = _faults.Next(path);
        Interlocked.Increment(ref _answers);
        Interlocked.Add(ref _faulty, fault == SoakFault.None ? 0 : 1);
        try
        {
            await WriteAsync(context, fault, Encoding.UTF8.GetBytes(await PageAsync(context, path, fault)));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Who asked has had enough.
            context.Abort();
        }
    }

    private async Task<string> PageAsync(HttpContext context, string path, SoakFault fault)
    {
        var parts = path.Split('/');
        if (path.StartsWith("/api/v1/nodes/", StringComparison.Ordinal))
        {
            return _pages.Kubelet(parts[4], fault);
        }

        if (path.Contains("/api/queues", StringComparison.Ordinal))
        {
            return _pages.QueuePage(int.Parse(context.Request.Query["page"].ToString(), CultureInfo.InvariantCulture), fault);
        }

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        return parts[^1] == "query" ? _pages.Vector($"{form?["query"]}{context.Request.Query["query"]}", fault) : _pages.Found();
    }

    private Task WriteAsync(HttpContext context, SoakFault fault, byte[] page)
    {
        var answer = context.Response;
        switch (fault)
        {
            case SoakFault.Refused:
                context.Abort();
                return Task.CompletedTask;
            case SoakFault.Failed:
                answer.StatusCode = 500;
                return answer.WriteAsync("out of order", context.RequestAborted);
            case SoakFault.Huge:
                return FloodAsync(context);
            case SoakFault.Cut or SoakFault.Trickle:
                answer.ContentLength = page.Length;
                return PartAsync(context, page, fault == SoakFault.Trickle);
            default:
                answer.ContentLength = page.Length;
                return answer.Body.WriteAsync(page, context.RequestAborted).AsTask();
        }
    }

    private static async Task FloodAsync(HttpContext context)
    {
        for (var part = 0; part < 80; part++)
        {
            await context.Response.Body.WriteAsync(HugePart, context.RequestAborted);
        }
    }

    private async Task PartAsync(HttpContext context, byte[] page, bool goesOn)
    {
        var sent = page.Length / 2;
        await context.Response.Body.WriteAsync(page.AsMemory(0, sent), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        for (; goesOn && sent < page.Length; sent++)
        {
            await context.Response.Body.WriteAsync(page.AsMemory(sent, 1), context.RequestAborted);
            await Task.Delay(TrickleStep, _time, context.RequestAborted);
        }

        context.Abort();
    }
}
