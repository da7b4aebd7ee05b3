using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

/// <summary>A webhook server with a certificate of its own authority, whose paths answer as a test says.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly ClusterCertificates _authority = new(TimeProvider.System.GetUtcNow());
    private readonly ConcurrentDictionary<string, Func<JsonObject, HttpContext, Task>> _paths = new();
    private readonly WebApplication _app;

    private WebhookServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var certificate = _authority.IssueServer("127.0.0.1", "hooks.default.svc");
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<(string Path, JsonObject Request)> Asked { get; } = new();

    public Uri Address => new(_app.Urls.First());

    public string CaBundle => Convert.ToBase64String(Encoding.UTF8.GetBytes(_authority.AuthorityPem));

    public static async Task<WebhookServer> StartAsync()
    {
        var server = new WebhookServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers reviews at a path with a response, to which the uid is added.</summary>
    public void Answer(string path, Func<JsonObject, JsonObject> response) => Raw(path, (request, http) =>
    {
        var answer = response(request);
        answer["uid"] = (string?)request["uid"];
        var review = new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = answer };
        return http.Response.WriteAsync(review.ToJsonString());
    });

    public void Allow(string path) => Answer(path, _ => new JsonObject { ["allowed"] = true });

    public void Deny(string path, string status = "{}") => Answer(path, _ => new JsonObject { ["allowed"] = false, ["status"] = JsonNode.Parse(status) });

    public void Patch(string path, string patch) => Patch(path, _ => patch);

    public void Patch(string path, Func<JsonObject, string> patch) => Answer(path, request => new JsonObject
    {
        ["allowed"] = true,
        ["patchType"] = "JSONPatch",
        ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch(request))),
    });

    public void Raw(string path, Func<JsonObject, HttpContext, Task> answer) => _paths[path] = answer;

    /// <summary>A clientConfig for the path.</summary>
    public string Client(string path) => $$"""{"url":"{{Address.ToString().TrimEnd('/')}}{{path}}","caBundle":"{{CaBundle}}"}""";

    /// <summary>A configuration with one webhook, for all operations on the resources in namespaces other than kube-system.</summary>
    public string Configuration(string path, params string[] resources) => $$"""
        {"metadata":{"name":"{{path.Trim('/')}}"},
         "webhooks":[{"name":"{{path.Trim('/')}}.example.dev","clientConfig":{{Client(path)}},"sideEffects":"None","admissionReviewVersions":["v1"],
           "namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system"]}]},
           "rules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["{{string.Join("\",\"", resources)}}"],"scope":"*"}]}]}
        """;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var review = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var request = review["request"]!.AsObject();
        Asked.Enqueue((http.Request.Path, request));
        http.Response.ContentType = "application/json";
        await _paths[http.Request.Path](request, http);
    }
}
