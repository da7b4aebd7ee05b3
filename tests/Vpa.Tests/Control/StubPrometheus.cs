using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Tests.Control;

/// <summary>A server that answers as Prometheus does, of one container that used the same all the time.</summary>
internal sealed class StubPrometheus : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubPrometheus(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>The pod whose usage is remembered.</summary>
    public string Pod { get; init; } = "web-gone";

    /// <summary>What the first sample of CPU is.</summary>
    public string FirstCpu { get; init; } = "0.4";

    /// <summary>The header that whoever asks must send; null for none.</summary>
    public string? Authorization { get; init; }

    public ConcurrentQueue<string> Queries { get; } = new();

    public static async Task<StubPrometheus> StartAsync(string? authorization = null, string firstCpu = "0.4")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubPrometheus(app) { Authorization = authorization, FirstCpu = firstCpu };
        app.MapPost("/api/v1/query", stub.AnswerAsync);
        app.MapPost("/api/v1/query_range", stub.AnswerAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (Authorization is not null && context.Request.Headers.Authorization != Authorization)
        {
            context.Response.StatusCode = 401;
            return;
        }

        var form = await context.Request.ReadFormAsync();
        var query = form["query"].ToString();
        Queries.Enqueue(query);
        await context.Response.WriteAsync(query.StartsWith("max_over_time", StringComparison.Ordinal) ? Labels() : Usage(query, form));
    }

    private string Labels() =>
        """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"kubernetes_namespace":"default","kubernetes_pod_name":"POD","pod_label_app":"web"},"value":[1,"2"]}]}}"""
            .Replace("POD", Pod, StringComparison.Ordinal);

    private string Usage(string query, IFormCollection form)
    {
        var isCpu = query.StartsWith("rate", StringComparison.Ordinal);
        var (from, to) = (Number(form["start"]), Number(form["end"]));
        var step = Number(form["step"]);
        var samples = new List<string>();
        for (var at = from; at <= to; at += step)
        {
            samples.Add(FormattableString.Invariant($"[{at},\"{(isCpu ? samples.Count == 0 ? FirstCpu : "0.4" : "300000000")}\"]"));
        }

        return """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"namespace":"default","pod_name":"POD","name":"app"},"values":[VALUES]}]}}"""
            .Replace("POD", Pod, StringComparison.Ordinal).Replace("VALUES", string.Join(',', samples), StringComparison.Ordinal);
    }

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
