using System.Collections.Concurrent;
using System.Net;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Metrics.Tests;

/// <summary>Stands for an API server whose node proxies answer as a test wants, and tells of every scrape.</summary>
internal sealed class FakeKubelets : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, int> _scrapes = new();
    private int _running;

    /// <summary>Gives a node's text, or throws; may wait.</summary>
    public required Func<string, CancellationToken, Task<string>> Answer { get; set; }

    public int MostAtOnce { get; private set; }

    public int Scrapes(string node) => _scrapes.GetValueOrDefault(node);

    public KubeClient Client(TimeProvider time) => new(
        new KubeConfig { Server = new Uri("http://api.test") }, new KubeClientOptions { Transport = this, Time = time, RetryBudget = TimeSpan.Zero });

    public static string Text(string pod, double cpu, long milliseconds) => FormattableString.Invariant($$"""
        container_cpu_usage_seconds_total{container="app",namespace="ns",pod="{{pod}}"} {{cpu}} {{milliseconds}}
        container_memory_working_set_bytes{container="app",namespace="ns",pod="{{pod}}"} 1048576 {{milliseconds}}

        """);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var node = request.RequestUri!.AbsolutePath.Split('/')[4];
        Assert.Equal($"/api/v1/nodes/{node}/proxy/metrics/resource", request.RequestUri.AbsolutePath);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        _scrapes.AddOrUpdate(node, 1, (_, count) => count + 1);
        try
        {
            var text = await Answer(node, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) };
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
