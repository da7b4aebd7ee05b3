using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Autoscale.Metrics.Apis;

/// <summary>The paths of metrics.k8s.io and external.metrics.k8s.io, as an API server's aggregator asks for them.</summary>
internal sealed class MetricsEndpoints
{
    private static readonly string[] Health = ["/healthz", "/livez", "/readyz"];

    private readonly ResourceMetricsApi _resources;
    private readonly ExternalMetricsApi _external;
    private readonly FrontProxy _gate;

    public MetricsEndpoints(MetricTable table, ObjectCache<Pod> pods, ObjectCache<Node> nodes, MetricsApiOptions options)
    {
        _resources = new ResourceMetricsApi(table, pods, nodes, options.Time);
        _external = new ExternalMetricsApi(table, options.Time);
        _gate = new FrontProxy(options.FrontProxy);
    }

    /// <summary>Maps the paths; everything but the health checks is for those whom the front proxy sends.</summary>
    public void Map(WebApplication app)
    {
        app.Use(GuardAsync);
        foreach (var path in Health)
        {
            app.MapGet(path, () => "ok");
        }

        MapDiscovery(app);
        var resources = app.MapGroup("/apis/metrics.k8s.io/v1beta1");
        Get(resources, "/pods", http => _resources.ListPods(Query(http, null)));
        Get(resources, "/namespaces/{namespace}/pods", http => _resources.ListPods(Query(http, Value(http, "namespace"))));
        Get(resources, "/namespaces/{namespace}/pods/{name}", http => _resources.GetPod(Value(http, "namespace"), Value(http, "name"), IsTable(http)));
        Get(resources, "/nodes", http => _resources.ListNodes(Query(http, null)));
        Get(resources, "/nodes/{name}", http => _resources.GetNode(Value(http, "name"), IsTable(http)));
        Get(
            app.MapGroup("/apis/external.metrics.k8s.io/v1beta1"),
            "/namespaces/{namespace}/{metric}",
            http => _external.Get(Value(http, "namespace"), Value(http, "metric"), http.Request.Query["labelSelector"].ToString()));
        app.MapFallback(http => WriteAsync(http, ApiAnswer.Of(Refusal.NoSuchResource)));
    }

    private void MapDiscovery(WebApplication app)
    {
        Get(app, "/apis", _ => ApiAnswer.OfText(DiscoveryTexts.Groups));
        Get(app, "/apis/metrics.k8s.io", _ => ApiAnswer.OfText(DiscoveryTexts.Group(DiscoveryTexts.ResourceGroup)));
        Get(app, "/apis/metrics.k8s.io/v1beta1", _ => ApiAnswer.OfText(DiscoveryTexts.ResourceList));
        Get(app, "/apis/external.metrics.k8s.io", _ => ApiAnswer.OfText(DiscoveryTexts.Group(DiscoveryTexts.ExternalGroup)));
        Get(app, "/apis/external.metrics.k8s.io/v1beta1", _ => _external.Resources());
    }

    // Reading is all there is: any other method, and watching, is refused on paths that exist.
    private static void Get(IEndpointRouteBuilder routes, string path, Func<HttpContext, ApiAnswer> answer) =>
        routes.Map(path, http => WriteAsync(
            http,
            HttpMethods.IsGet(http.Request.Method) && !IsWatch(http) ? answer(http) : ApiAnswer.Of(Refusal.NotAllowed)));

    private static bool IsWatch(HttpContext http) => http.Request.Query["watch"].ToString() is "1" or "true";

    private static bool IsTable(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Split(',')[0] is var first
        && first.Contains("as=Table", StringComparison.Ordinal) && first.Contains("v=v1;", StringComparison.Ordinal);

    private static string Value(HttpContext http, string name) => http.Request.RouteValues[name] as string ?? "";

    private static UsageQuery Query(HttpContext http, string? @namespace) => new(
        @namespace, http.Request.Query["labelSelector"].ToString(), http.Request.Query["fieldSelector"].ToString(), IsTable(http));

    private static async Task WriteAsync(HttpContext http, ApiAnswer answer)
    {
        http.Response.StatusCode = answer.Code;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Json.Length + 1;
        await http.Response.Body.WriteAsync(answer.Json, http.RequestAborted);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
    }

    private Task GuardAsync(HttpContext http, RequestDelegate next) =>
        Health.Contains(http.Request.Path.Value) || _gate.Admits(http)
            ? next(http)
            : WriteAsync(http, ApiAnswer.Of(Refusal.Unauthorized));
}
