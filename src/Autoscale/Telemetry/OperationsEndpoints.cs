using System.Text;
using Autoscale.Kubernetes.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Telemetry;

/// <summary>What an operator asks a running process: its metrics, whether it lives, whether it is ready.</summary>
public static class OperationsEndpoints
{
    private const string PrometheusText = "text/plain; version=0.0.4";

    /// <summary>
    /// Maps <c>/metrics</c>, <c>/healthz</c> (200 as long as requests are answered) and <c>/readyz</c> (503 with the reasons
    /// while a <see cref="ReadinessCheck"/> fails; <c>?verbose</c> lists all).
    /// </summary>
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        var exporter = endpoints.ServiceProvider.GetRequiredService<PrometheusExporter>();
        var checks = endpoints.ServiceProvider.GetServices<ReadinessCheck>().ToArray();

        endpoints.MapGet("/metrics", () => TypedResults.Text(exporter.Expose(), PrometheusText, Encoding.UTF8));
        endpoints.MapGet("/healthz", () => TypedResults.Text("ok"));
        endpoints.MapGet("/readyz", (HttpRequest request) => Ready(checks, request.Query.ContainsKey("verbose")));
    }

    private static ContentHttpResult Ready(ReadinessCheck[] checks, bool isVerbose)
    {
        var found = Array.ConvertAll(checks, check => (check.Name, Reason: check.WhyNot()));
        var isReady = Array.TrueForAll(found, one => one.Reason is null);
        if (isReady && !isVerbose)
        {
            return TypedResults.Text("ok");
        }

        var lines = found.Select(one => one.Reason is null ? $"[+]{one.Name} ok\n" : $"[-]{one.Name} failed: {one.Reason}\n");
        var text = string.Concat(lines) + (isReady ? "readyz check passed\n" : "readyz check failed\n");
        return TypedResults.Text(text, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
