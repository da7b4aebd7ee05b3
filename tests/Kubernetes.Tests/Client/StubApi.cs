using System.Net;
using System.Text;
using System.Threading.Channels;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;

namespace Autoscale.Kubernetes.Tests.Client;

/// <summary>An API server made of answers written by hand, given in order or by a rule; it notes what it was asked.</summary>
internal sealed class StubApi : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();
    private readonly Channel<StubRequest> _seen = Channel.CreateUnbounded<StubRequest>();

    public VirtualTimeProvider Time { get; } = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public List<StubRequest> Requests { get; } = [];

    public KubeClient Client(ICredentialSource? credentials = null) => Client(new KubeConfig
    {
        Server = new("https://api.test/base/"),
        Credentials = credentials ?? StaticCredentials.Anonymous,
    });

    public KubeClient Client(KubeConfig config) => new(config, new() { Transport = this, Time = Time });

    public StubApi Answer(string json, HttpStatusCode code = HttpStatusCode.OK, string? retryAfter = null) => Answer(() =>
    {
        var response = new HttpResponseMessage(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    });

    public StubApi Answer(Stream body) => Answer(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) });

    public StubApi Answer(Func<HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>The next request, for which the clock is moved on if it is slow to come.</summary>
    public async Task<StubRequest> NextAsync()
    {
        var next = _seen.Reader.ReadAsync().AsTask();
        while (!next.IsCompleted)
        {
            await Task.Yield();
            Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return await next;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new StubRequest(
            request.Method.Method,
            request.RequestUri?.PathAndQuery ?? "",
            request.Headers.Authorization?.ToString(),
            request.Content?.Headers.ContentType?.ToString(),
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken));
        Requests.Add(seen);
        _seen.Writer.TryWrite(seen);
        if (_answers.TryDequeue(out var answer))
        {
            return answer();
        }

        // Out of answers: like a server that hangs.
        await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
        throw new InvalidOperationException("an endless wait has ended");
    }
}
