using System.Net.Http.Headers;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Api;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>Scrapes of real HTTPS servers that stand for the kubelets of two nodes, one of which goes wrong.</summary>
public sealed class DirectScrapeTests : IAsyncLifetime
{
    private readonly ClusterCertificates _authority = new(TimeProvider.System.GetUtcNow());
    private readonly MetricTable _table = new();
    private readonly CancellationTokenSource _end = new();
    private StubKubelet _good = null!;
    private StubKubelet _bad = null!;
    private KubeClient _client = null!;
    private ScrapeLoop _loop = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        (_good, _bad) = (await StartAsync("good", 0), await StartAsync("bad", 0));
        _client = new KubeClient(Config(), new KubeClientOptions());
        var nodes = new[] { Some.KubeNode("good", "127.0.0.1", _good.Port), Some.KubeNode("bad", "127.0.0.1", _bad.Port) };
        var options = new MetricsOptions
        {
            ScrapePeriod = TimeSpan.FromSeconds(0.2),
            ScrapeDeadline = TimeSpan.FromSeconds(5),
            UsageMaxAge = TimeSpan.FromSeconds(0.2),
            Kubelets = new() { Access = KubeletAccess.Direct },
        };
        _loop = new ScrapeLoop(() => nodes, _client, _table, options, Some.Tools());
        _running = _loop.RunAsync(_end.Token);
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_running);
        _loop.Dispose();
        _client.Dispose();
        await _good.DisposeAsync();
        await _bad.DisposeAsync();
        _authority.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task RunAsync_OneKubeletRefuses_OnlyItsPodsAreAbsentUntilItAnswersAgain()
    {
        var answer = _bad.Answer;
        await PresentAsync("good", "bad");

        _bad.Answer = StubKubelet.Says("Forbidden (user=autoscale, verb=get, resource=nodes, subresource=metrics)", 403);
        await AbsentAsync("answered 403 Forbidden: Forbidden (user=autoscale, verb=get, resource=nodes, subresource=metrics)");
        await PresentAsync("good");

        _bad.Answer = answer;
        await PresentAsync("bad");
    }

    [Fact]
    public async Task RunAsync_KubeletKilledAndBack_GoesOnByItself()
    {
        await PresentAsync("good", "bad");
        var port = _bad.Port;

        await _bad.DisposeAsync();
        await AbsentAsync("");
        await PresentAsync("good");

        _bad = await StartAsync("bad", port);
        await PresentAsync("bad");
    }

    [Fact]
    public async Task RunAsync_NodeOnlyHasAStrangersCertificate_SaysSo()
    {
        using var stranger = new ClusterCertificates(TimeProvider.System.GetUtcNow());
        var port = _bad.Port;
        await _bad.DisposeAsync();

        _bad = await StubKubelet.StartAsync(stranger, StubKubelet.Says(""), port);

        await AbsentAsync("no TLS with it: The remote certificate is invalid");
    }

    private Task PresentAsync(params string[] pods) => Eventually.TrueAsync(
        () => Task.FromResult(pods.All(pod => _table.FindPod("ns", pod) is not null)), $"usage of {string.Join(" and ", pods)}");

    private Task AbsentAsync(string because) => Eventually.TrueAsync(
        () => Task.FromResult(_table.FindPod("ns", "bad") is null && _table.WhyNodeAbsent("bad")?.Contains(because, StringComparison.Ordinal) == true),
        $"the absence of the node, because {because}");

    private Task<StubKubelet> StartAsync(string pod, int port) => StubKubelet.StartAsync(
        _authority,
        http =>
        {
            var now = TimeProvider.System.GetUtcNow();
            return StubKubelet.Says(FakeKubelets.Text(pod, now.ToUnixTimeMilliseconds() / 10_000.0, now.ToUnixTimeMilliseconds()))(http);
        },
        port);

    private KubeConfig Config() => new()
    {
        Server = new("https://api.test"),
        CertificateAuthorities = [_authority.Authority],
        Credentials = new StaticCredentials(new(new AuthenticationHeaderValue("Bearer", "let-me-in"), null)),
    };
}
