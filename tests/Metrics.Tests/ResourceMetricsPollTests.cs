using System.Net;
using Autoscale.Kubernetes.Client;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class ResourceMetricsPollTests : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly MetricTable _table = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ServedApi _api = new();
    private readonly KubeClient _client;
    private readonly Task _running;

    public ResourceMetricsPollTests()
    {
        _client = new KubeClient(
            new KubeConfig { Server = new Uri("http://api.test") }, new KubeClientOptions { Transport = _api, Time = _clock, RetryBudget = TimeSpan.Zero });
        _running = new ResourceMetricsPoll(_client, _table, new MetricsOptions(), Some.Tools(_clock)).RunAsync(_end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_running);
        _client.Dispose();
        _api.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task RunAsync_PodsAndNodes_AreInTheTable()
    {
        _api.Pods = [ServedApi.Pod("shop", "a", "250m"), ServedApi.Pod("shop", "b", "1"), ServedApi.Pod("other", "a", "3")];
        await PassUntilAsync(() => _table.FindPod("other", "a") is not null);

        Assert.Equal("250m", Cpu("shop", "a"));
        Assert.Equal("2", _table.FindNode("n1")?.Cpu.ToString());
        Assert.Null(_table.ResourceAbsence);
    }

    [Fact]
    public async Task RunAsync_ServerWithPages_IsReadToTheEnd()
    {
        _api.PageSize = 2;
        _api.Pods = [.. Enumerable.Range(0, 5).Select(number => ServedApi.Pod("shop", $"p{number}", "1"))];

        await PassUntilAsync(() => _table.Pods.Count() == 5);
    }

    [Fact]
    public async Task RunAsync_PodAndNamespaceGone_AreForgotten()
    {
        _api.Pods = [ServedApi.Pod("shop", "a", "1"), ServedApi.Pod("shop", "b", "1"), ServedApi.Pod("other", "a", "1")];
        await PassUntilAsync(() => _table.Pods.Count() == 3);

        _api.Pods = [ServedApi.Pod("shop", "b", "1")];
        await PassUntilAsync(() => _table.Pods.Count() == 1);

        Assert.Equal("1", Cpu("shop", "b"));
    }

    [Theory]
    [InlineData(503, "the server is currently unable to handle the request (get pods.metrics.k8s.io)")]
    [InlineData(404, "the server could not find the requested resource (get pods.metrics.k8s.io)")]
    [InlineData(403, "the server does not allow access to the requested resource (get pods.metrics.k8s.io)")]
    public async Task RunAsync_NobodyServes_IsAbsentInTheWordsOfARealAutoscaler(int code, string expected)
    {
        _api.Code = (HttpStatusCode)code;

        await PassUntilAsync(() => _table.ResourceAbsence == expected);
    }

    [Fact]
    public async Task RunAsync_ServerLost_KeepsTheUsageUntilItIsTooOldAndGoesOnByItself()
    {
        _api.Pods = [ServedApi.Pod("shop", "a", "1")];
        await PassUntilAsync(() => Cpu("shop", "a") == "1");
        _api.Code = HttpStatusCode.ServiceUnavailable;

        var asked = _api.Requests;
        await PassUntilAsync(() => _api.Requests > asked);
        Assert.Equal("1", Cpu("shop", "a"));

        await PassUntilAsync(() => Cpu("shop", "a") is null && _table.ResourceAbsence is not null);
        Assert.StartsWith("the server is currently unable", _table.WhyNodeAbsent("n1"), StringComparison.Ordinal);

        _api.Code = HttpStatusCode.OK;
        await PassUntilAsync(() => Cpu("shop", "a") == "1" && _table.ResourceAbsence is null);
    }

    [Fact]
    public async Task RunAsync_AnswerThatIsNoList_IsAbsentWithoutQuotingIt()
    {
        _api.Text = "<html>secret</html>";

        await PassUntilAsync(() => _table.ResourceAbsence == "an answer that is not the JSON that it should be");
    }

    private string? Cpu(string @namespace, string pod) => _table.FindPod(@namespace, pod)?.Containers[0].Cpu.ToString();

    /// <summary>Steps on until the claim is true: what wakes at its time goes on in other threads.</summary>
    private Task PassUntilAsync(Func<bool> claim) => Eventually.TrueAsync(
        () =>
        {
            _clock.Advance(Period / 5);
            return Task.FromResult(claim());
        },
        "what should have happened by now");
}
