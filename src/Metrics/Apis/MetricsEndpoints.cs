using Autoscale.Metrics.Apis.Access;
using Autoscale.Metrics.Control;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Apis;

/// <summary>The paths of the metrics APIs, as an API server's aggregator asks for them.</summary>
internal sealed class MetricsEndpoints(MetricsApiTools tools, RequestGate gate, MetricDemand demand, MetricsApiOptions options)
{
    private readonly IReadOnlyList<ServedGroup> _groups = ServedGroup.Of(options.Groups);
    private readonly ResourceMetricsApi _resources = new(tools.Table, tools.Pods, tools.Nodes, options.Time);
    private readonly ExternalMetricsApi _external = new(tools.Table, demand, options.Time);
    private readonly CustomMetricsApi _custom = new(tools, demand, options.Time);

    /// <summary>Answers one request of those whom the gate lets in.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var answer = await gate.RefuseAsync(http) is { } refusal ? ApiAnswer.Of(refusal) : await ReadAsync(http);
        tools.Telemetry.Asked(GroupOf(http), answer.Code);
        http.Response.StatusCode = answer.Code;
        http.Response.ContentType = answer.MediaType;
        http.Response.Headers.CacheControl = "no-cache, private";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    // What somebody makes up is no group, or there would be as many as somebody likes.
    private string GroupOf(HttpContext http) => _groups.FirstOrDefault(group => group.Name == RequestTarget.Of(http).Group)?.Name ?? "";

    // Reading is all there is: any other method, and watching, is refused on paths that exist.
    private async Task<ApiAnswer> ReadAsync(HttpContext http)
    {
        if (RequestGate.IsHealthCheck(http))
        {
            return ApiAnswer.OfText("ok");
        }

        var target = RequestTarget.Of(http);
        if (Find(target) is not { } answer)
        {
            return ApiAnswer.Of(Refusal.NoSuchResource);
        }

        return !HttpMethods.IsGet(http.Request.Method) ? ApiAnswer.Of(Refusal.NotAllowed)
            : target.Watches ? ApiAnswer.Of(Refusal.NoWatch(target.Group, target.Resource))
            : !AcceptsJson(http) ? ApiAnswer.Of(Refusal.NotAcceptable)
            : await answer(http);
    }

    private Func<HttpContext, ValueTask<ApiAnswer>>? Find(RequestTarget target)
    {
        // Split as the gate does: what is answered must be what was asked about. A part that is empty is nobody's name.
        var parts = target.Path.Trim('/').Split('/');
        if (parts.Contains(""))
        {
            return null;
        }

        if (parts is ["apis"])
        {
            return http => new(AggregatedDiscovery.IsAskedFor(http.Request.Headers.Accept.ToString())
                ? ApiAnswer.Of(AggregatedDiscovery.Of(_groups, ResourcesOf), MetricsJson.Default.AggregatedDiscovery) with { MediaType = AggregatedDiscovery.MediaType }
                : ApiAnswer.Of(DiscoveryGroupList.Of(_groups), MetricsJson.Default.DiscoveryGroupList));
        }

        if (parts is not ["apis", var name, ..] || _groups.FirstOrDefault(one => one.Name == name) is not { } group)
        {
            return null;
        }

        return parts switch
        {
            [_, _] => _ => new(ApiAnswer.Of(DiscoveryGroup.Of(group, inList: false), MetricsJson.Default.DiscoveryGroup)),
            [_, _, var version, ..] when !group.Versions.Contains(version) => null,
            [_, _, var version] => _ => new(Resources(group, version)),
            _ => group.Group switch
            {
                MetricsApiGroup.Resource => FindUsage(parts[3..]),
                MetricsApiGroup.External => FindExternal(parts[3..]),
                _ => FindCustom(target, target.Version, parts.Length - 3),
            },
        };
    }

    private ApiAnswer Resources(ServedGroup group, string version) =>
        ApiAnswer.Of(DiscoveryResourceList.Of(group.Name, version, ResourcesOf(group)), MetricsJson.Default.DiscoveryResourceList);

    private IEnumerable<DiscoveryResource> ResourcesOf(ServedGroup group) => group.Group switch
    {
        MetricsApiGroup.Resource => DiscoveryResource.Usage,
        MetricsApiGroup.Custom => _custom.Resources(),
        _ => _external.Resources(),
    };

    private Func<HttpContext, ValueTask<ApiAnswer>>? FindUsage(string[] parts) => parts switch
    {
        ["pods"] => http => new(_resources.ListPods(Query(http, null))),
        ["namespaces", var ns, "pods"] => http => new(_resources.ListPods(Query(http, ns))),
        ["namespaces", var ns, "pods", var name] => http => new(_resources.GetPod(ns, name, IsTable(http))),
        ["nodes"] => http => new(_resources.ListNodes(Query(http, null))),
        ["nodes", var name] => http => new(_resources.GetNode(name, IsTable(http))),
        _ => null,
    };

    private Func<HttpContext, ValueTask<ApiAnswer>>? FindExternal(string[] parts) => parts is ["namespaces", var ns, var metric]
        ? http => _external.GetAsync(ns, metric, http.Request.Query["labelSelector"].ToString(), http.RequestAborted)
        : null;

    // Three parts are how all objects of a kind would be asked for, were it not for namespaces, whose paths look like others'.
    private Func<HttpContext, ValueTask<ApiAnswer>>? FindCustom(RequestTarget target, string version, int parts)
    {
        if (CustomTarget.Of(target) is not { } custom)
        {
            return parts == 3 ? _ => new(ApiAnswer.Of(Refusal.BadRequest("invalid request path"))) : null;
        }

        return http => CustomQuery.TryRead(custom, version, http.Request.Query, out var refusal) is { } query
            ? _custom.GetAsync(query, http.RequestAborted)
            : new(ApiAnswer.Of(refusal));
    }

    private static bool IsTable(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Split(',')[0] is var first
        && first.Contains("as=Table", StringComparison.Ordinal) && first.Contains("v=v1;", StringComparison.Ordinal);

    private static bool AcceptsJson(HttpContext http) =>
        http.Request.Headers.Accept.ToString() is var accepted
        && (accepted.Length == 0 || accepted.Split(',').Any(one => one.Split(';')[0].Trim() is "application/json" or "application/*" or "*/*"));

    private static UsageQuery Query(HttpContext http, string? @namespace) => new(
        @namespace, http.Request.Query["labelSelector"].ToString(), http.Request.Query["fieldSelector"].ToString(), IsTable(http));
}
