using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>An API server in memory that keeps rules and swaps the status of quotas, and takes note of every swap that no admission may make.</summary>
internal sealed class LedgerApi : HttpMessageHandler
{
    private readonly Dictionary<string, JsonObject> _quotas = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _limitRanges = [];
    private readonly List<string> _namespaces = [];
    private long _version = 10;

    public LedgerApi() => Client = new(
        new() { Server = new("https://api.test"), Credentials = StaticCredentials.Anonymous }, new() { Transport = this, RetryBudget = TimeSpan.Zero });

    public KubeClient Client { get; }

    /// <summary>How often a status was written.</summary>
    public int Swaps { get; private set; }

    /// <summary>What was wrong with a swap; null when nothing was.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether the write that is judged cannot be refused, so that its charge may exceed a limit.</summary>
    public bool MayExceed { get; set; }

    /// <summary>The JSON of the workload that is scaled.</summary>
    public byte[] Scaled { get; set; } = [];

    public IReadOnlyList<string> Namespaces => _namespaces;

    public void Add(string @namespace, IEnumerable<JsonObject> limitRanges, IEnumerable<JsonObject> quotas)
    {
        _namespaces.Add(@namespace);
        _limitRanges.AddRange(limitRanges);
        foreach (var quota in quotas)
        {
            _quotas[$"/api/v1/namespaces/{@namespace}/resourcequotas/{quota["metadata"]!["name"]}"] = quota;
        }
    }

    public IReadOnlyList<ResourceQuota> Quotas(string @namespace) => [.. In(@namespace).Select(Read)];

    /// <summary>An informer that is subscribed to first, and then filled.</summary>
    public static async Task<Informer<T>> FillAsync<T>(Informer<T> informer)
        where T : class, IKubeObject
    {
        using var end = new CancellationTokenSource();
        var run = informer.RunAsync(end.Token);
        await informer.WaitForSyncAsync(default).WaitAsync(TimeSpan.FromMinutes(2));
        await end.CancelAsync();
        await run;
        return informer;
    }

    public Informer<T> Informer<T>(KubeRoute route, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class, IKubeObject => new(Client, route, type, new() { Random = new(1) }, NullLogger<Informer<T>>.Instance);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.RequestUri.Query.Contains("watch", StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return request.Method == HttpMethod.Patch
            ? Swap(path[..^"/status".Length], JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken))!)
            : path switch
            {
                "/api/v1/resourcequotas" => List(_quotas.Values),
                "/api/v1/limitranges" => List(_limitRanges),
                "/api/v1/namespaces" => List(_namespaces.Select((name, i) => new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["autoscale.dev/quota-enforcement"] = i % 3 == 0 ? "workload" : "x" } },
                })),
                _ when path.EndsWith("/resourcequotas", StringComparison.Ordinal) => List(In(path.Split('/')[4])),
                _ => Json(HttpStatusCode.OK, Encoding.UTF8.GetString(Scaled)),
            };
    }

    private IEnumerable<JsonObject> In(string @namespace) =>
        _quotas.Where(quota => quota.Key.StartsWith($"/api/v1/namespaces/{@namespace}/", StringComparison.Ordinal)).Select(quota => quota.Value);

    private HttpResponseMessage Swap(string path, JsonNode patch)
    {
        var quota = _quotas[path];
        if ((string?)patch["metadata"]!["resourceVersion"] != (string?)quota["metadata"]!["resourceVersion"])
        {
            return Json(HttpStatusCode.Conflict, """{"kind":"Status","status":"Failure","reason":"Conflict","code":409,"message":"modified"}""");
        }

        var before = Read(quota);
        foreach (var (name, amount) in patch["status"]!["used"]!.AsObject())
        {
            quota["status"]!["used"]![name] = amount?.DeepClone();
        }

        quota["metadata"]!["resourceVersion"] = $"{++_version}";
        Swaps++;
        Problem ??= ProblemOf(before, Read(quota), patch);
        return Json(HttpStatusCode.OK, SomeReviews.Text(quota));
    }

    private string? ProblemOf(ResourceQuota before, ResourceQuota after, JsonNode patch)
    {
        if (patch["status"]!["hard"] is not null)
        {
            return "admission wrote limits";
        }

        foreach (var (name, amount) in after.Status.Used!)
        {
            var was = before.Status.Used!.TryGetValue(name, out var used) ? used : Quantity.Zero;
            if (amount < was || !before.Status.Used.ContainsKey(name))
            {
                return $"{name} went from {was} to {amount} in {before.Metadata.Name}";
            }

            if (amount > was && amount > after.Status.Hard![name] && !MayExceed)
            {
                return $"{name} went from {was} to {amount} beyond {after.Status.Hard[name]} in {before.Metadata.Name}";
            }
        }

        return null;
    }

    private static ResourceQuota Read(JsonObject quota) => JsonSerializer.Deserialize(SomeReviews.Bytes(quota), KubeJson.Default.ResourceQuota)!;

    private static HttpResponseMessage List(IEnumerable<JsonObject> items) => Json(
        HttpStatusCode.OK,
        $$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[{{string.Join(',', items.Select(SomeReviews.Text))}}]}""");

    private static HttpResponseMessage Json(HttpStatusCode code, string json) =>
        new(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
