using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>An API server that has the objects it was given, single quotes standing for double ones in their JSON, and takes what is created.</summary>
internal sealed class ListedApi : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _answers = new();
    private readonly ConcurrentDictionary<string, bool> _names = new();

    public ListedApi() => Client = new(
        new() { Server = new("https://api.test"), Credentials = StaticCredentials.Anonymous }, new() { Transport = this, RetryBudget = TimeSpan.Zero });

    public KubeClient Client { get; }

    /// <summary>Every request, as method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The bodies of all creates, as they come.</summary>
    public Channel<string> Created { get; } = Channel.CreateUnbounded<string>();

    /// <summary>The paths of all patches, as they come.</summary>
    public Channel<string> Patched { get; } = Channel.CreateUnbounded<string>();

    /// <summary>Lists these objects of a resource.</summary>
    public ListedApi List(KubeRoute route, params string[] items) =>
        Answer(route.Path, $"{{'kind':'List','apiVersion':'v1','metadata':{{'resourceVersion':'7'}},'items':[{string.Join(',', items)}]}}");

    /// <summary>Answers a path with an object.</summary>
    public ListedApi Answer(string path, string json)
    {
        _answers[path] = json.Replace('\'', '"');
        return this;
    }

    /// <summary>An informer that has not listed anything yet.</summary>
    public Informer<T> Unsynced<T>(KubeRoute route, JsonTypeInfo<T> type)
        where T : class, IKubeObject => new(Client, route, type, new() { Random = new(1) }, NullLogger<Informer<T>>.Instance);

    /// <summary>An informer that knows what the API lists.</summary>
    public async Task<Informer<T>> InformerAsync<T>(KubeRoute route, JsonTypeInfo<T> type)
        where T : class, IKubeObject
    {
        var informer = Unsynced(route, type);
        using var end = new CancellationTokenSource();
        var run = informer.RunAsync(end.Token);
        await informer.WaitForSyncAsync(default).WaitAsync(TimeSpan.FromMinutes(2));
        await end.CancelAsync();
        await run;
        return informer;
    }

    /// <summary>An informer that knows these limit ranges.</summary>
    public static Task<Informer<LimitRange>> LimitRangesAsync(params string[] items) =>
        new ListedApi().List(KubeRoute.LimitRanges, items).InformerAsync(KubeRoute.LimitRanges, KubeJson.Default.LimitRange);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Requests.Enqueue($"{request.Method} {path}");
        if (request.RequestUri.Query.Contains("watch", StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (request.Method == HttpMethod.Post)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var isNew = _names.TryAdd((string)JsonNode.Parse(body)!["metadata"]!["name"]!, true);
            return isNew && Created.Writer.TryWrite(body) ? Json(HttpStatusCode.Created, body) : Status(HttpStatusCode.Conflict, "AlreadyExists");
        }

        if (request.Method == HttpMethod.Patch && request.Content is not null)
        {
            Patched.Writer.TryWrite(path);
            return Json(HttpStatusCode.OK, "{}");
        }

        return _answers.TryGetValue(path, out var answer)
            ? Json(HttpStatusCode.OK, answer)
            : Status(HttpStatusCode.NotFound, "NotFound");
    }

    private static HttpResponseMessage Status(HttpStatusCode code, string reason) => Json(
        code, $$"""{"kind":"Status","status":"Failure","reason":"{{reason}}","code":{{(int)code}},"message":"{{reason}}"}""");

    private static HttpResponseMessage Json(HttpStatusCode code, string json) =>
        new(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
