using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.Vpa.Tests.Admitting;

/// <summary>An API server that has the objects it was given, single quotes standing for double ones in their JSON, and takes leases.</summary>
internal sealed class WebhookApi : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lists = new();
    private readonly ConcurrentDictionary<string, string> _objects = new();
    private readonly ConcurrentDictionary<string, HttpStatusCode> _failing = new();
    private readonly ConcurrentDictionary<string, bool> _silent = new();

    public WebhookApi() => Client = new(
        new() { Server = new("https://api.test"), Credentials = StaticCredentials.Anonymous },
        new() { Transport = this, RetryBudget = TimeSpan.Zero, Time = Time });

    public VirtualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public KubeClient Client { get; }

    /// <summary>What was written, as method, path and body.</summary>
    public ConcurrentQueue<string> Written { get; } = new();

    /// <summary>The paths of single objects that were read.</summary>
    public ConcurrentQueue<string> Read { get; } = new();

    /// <summary>Has an object of a collection, which is found there and at its own path.</summary>
    public WebhookApi Add(KubeRoute route, string json)
    {
        var item = json.Replace('\'', '"');
        var metadata = JsonNode.Parse(item)!["metadata"]!;
        _lists.GetOrAdd(route.Path, _ => new()).Enqueue(item);
        _objects[route.Of((string?)metadata["namespace"] ?? "", (string)metadata["name"]!).Path] = item;
        return this;
    }

    /// <summary>Has an object that no list names yet.</summary>
    public void AddUnlisted(KubeRoute route, string json) => _objects[route.Path] = json.Replace('\'', '"');

    /// <summary>Answers a path with an error from now on; OK ends that.</summary>
    public void Fail(string path, HttpStatusCode code) => _failing[path] = code;

    /// <summary>Never answers a path.</summary>
    public void Hang(string path) => _silent[path] = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (_silent.ContainsKey(path) || request.RequestUri.Query.Contains("watch", StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (_failing.TryGetValue(path, out var code) && code != HttpStatusCode.OK)
        {
            return Answer(code, Status((int)code));
        }

        return request.Method == HttpMethod.Get ? Get(path) : await WriteAsync(request, path, cancellationToken);
    }

    private HttpResponseMessage Get(string path)
    {
        if (_objects.TryGetValue(path, out var item))
        {
            Read.Enqueue(path);
            return Answer(HttpStatusCode.OK, item);
        }

        var isCollection = !path.Contains("/namespaces/", StringComparison.Ordinal);
        var items = _lists.TryGetValue(path, out var listed) ? string.Join(',', listed) : "";
        return isCollection
            ? Answer(HttpStatusCode.OK, $$$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{{{items}}}]}""")
            : Answer(HttpStatusCode.NotFound, Status(404));
    }

    private async Task<HttpResponseMessage> WriteAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Written.Enqueue($"{request.Method} {path} {body}");
        return Answer(HttpStatusCode.OK, body);
    }

    private static string Status(int code) =>
        $$"""{"kind":"Status","status":"Failure","reason":"{{(code == 404 ? "NotFound" : code == 409 ? "Conflict" : "Broken")}}","code":{{code}},"message":"no"}""";

    private static HttpResponseMessage Answer(HttpStatusCode code, string json) =>
        new(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
