using System.Net;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.Kubernetes.Tests.Control;

/// <summary>An API server that knows one lease, refuses writes to old versions, and can be made to fail.</summary>
internal sealed class LeaseApi : HttpMessageHandler
{
    private int _version;

    public VirtualTimeProvider Time { get; } = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public JsonObject? Stored { get; private set; }

    public bool IsDown { get; set; }

    /// <summary>How many of the next requests are never answered.</summary>
    public int Unanswered { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    public string? Holder => (string?)Stored?["spec"]?["holderIdentity"];

    public KubeClient Client() => new(new() { Server = new("https://api.test/") }, new() { Transport = this, Time = Time, RetryBudget = TimeSpan.Zero });

    public void Store(JsonObject spec) => Stored = new()
    {
        ["metadata"] = new JsonObject { ["name"] = "lease", ["resourceVersion"] = $"{++_version}" },
        ["spec"] = spec,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            throw new HttpRequestException("connection refused");
        }

        if (Unanswered > 0)
        {
            Unanswered--;

            // Unlike a delay this goes on, when cancelled, on the thread that advances the clock.
            var never = new TaskCompletionSource();
            await using var cancelled = cancellationToken.Register(() => never.SetCanceled(cancellationToken));
            await never.Task;
        }

        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, Time, cancellationToken);
        }

        if (request.Content is not null)
        {
            var body = JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            if ((string?)body["metadata"]?["resourceVersion"] is { Length: > 0 } version && version != (string?)Stored?["metadata"]?["resourceVersion"])
            {
                return Answer(HttpStatusCode.Conflict, """{"reason":"Conflict","code":409,"message":"the object has been modified"}""");
            }

            Store(body["spec"]!.DeepClone().AsObject());
        }

        return Stored is null
            ? Answer(HttpStatusCode.NotFound, """{"reason":"NotFound","code":404,"message":"not found"}""")
            : Answer(HttpStatusCode.OK, Stored.ToJsonString());
    }

    private static HttpResponseMessage Answer(HttpStatusCode code, string json) => new(code) { Content = new StringContent(json) };
}
