using System.Net;
using System.Text;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Metrics.Tests;

/// <summary>An API server that answers as it is told, by method and path.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<(string Call, string Body)> _calls = [];

    public Func<string, string, (int Code, string Json)> Answer { get; set; } = (_, _) => (404, """{"kind":"Status","status":"Failure","reason":"NotFound","code":404}""");

    public IReadOnlyList<(string Call, string Body)> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public KubeClient Client() => new(new() { Server = new Uri("https://api.test") }, new() { Transport = this, RetryBudget = TimeSpan.Zero });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_lock)
        {
            _calls.Add((call, body));
        }

        var (code, json) = Answer(call, body);
        return new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
