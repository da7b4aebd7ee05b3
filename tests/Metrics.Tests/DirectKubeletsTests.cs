using System.Net.Security;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Tests;

/// <summary>The way to real HTTPS servers that stand for kubelets.</summary>
public sealed class DirectKubeletsTests : IDisposable
{
    private const string Page = "container_cpu_usage_seconds_total{container=\"app\",namespace=\"ns\",pod=\"a\"} 1 1\n";

    private readonly ClusterCertificates _authority = new(TimeProvider.System.GetUtcNow());
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AskAsync_TrustedKubelet_GivesItsPageAndGetsTheToken()
    {
        await using var server = await StartAsync(http => http.Response.WriteAsync(Page + http.Request.Headers.Authorization));
        using var kubelets = Kubelets(server);

        Assert.Equal(Page + "Bearer first", await TextAsync(kubelets));
    }

    [Fact]
    public async Task AskAsync_TokenRotated_TriesOnceMoreWithTheNewOne()
    {
        await using var server = await StartAsync(http => http.Request.Headers.Authorization == "Bearer second"
            ? http.Response.WriteAsync(Page)
            : StubKubelet.Says("Unauthorized", 401)(http));
        using var kubelets = Kubelets(server);
        await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(kubelets));

        await File.WriteAllTextAsync(TokenFile, "second");

        Assert.Equal(Page, await TextAsync(kubelets));
    }

    [Fact]
    public async Task AskAsync_NoTokenButACertificate_ShowsIt()
    {
        using var certificate = _authority.IssueClient(new ApiUser("metrics-reader", []));
        await using var server = await StartAsync(http => http.Response.WriteAsync(http.Connection.ClientCertificate?.Subject ?? "nobody"));
        var credentials = new StaticCredentials(new(null, SslStreamCertificateContext.Create(certificate, null, offline: true)));
        using var kubelets = new DirectKubelets(Config() with { Credentials = credentials }, Options(server), TimeProvider.System);

        Assert.Contains("metrics-reader", await TextAsync(kubelets), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_CertificateOfAStranger_IsRefusedAndTheTokenNeverSent()
    {
        var requests = 0;
        await using var server = await StartAsync(_ => Task.FromResult(Interlocked.Increment(ref requests)));
        using var stranger = new ClusterCertificates(TimeProvider.System.GetUtcNow());
        using var kubelets = new DirectKubelets(Config() with { CertificateAuthorities = [stranger.Authority] }, Options(server), TimeProvider.System);

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(kubelets));

        Assert.Contains("certificate", problem.GetBaseException().Message, StringComparison.Ordinal);
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task AskAsync_CertificateGoesUnchecked_TakesAStrangers()
    {
        await using var server = await StartAsync(StubKubelet.Says(Page));
        using var kubelets = new DirectKubelets(
            Config() with { CertificateAuthorities = null }, Options(server, options => options with { SkipVerify = true }), TimeProvider.System);

        Assert.Equal(Page, await TextAsync(kubelets));
    }

    [Fact]
    public async Task AskAsync_FileOfAuthorities_CountsInPlaceOfTheApiServers()
    {
        await using var server = await StartAsync(StubKubelet.Says(Page));
        using var stranger = new ClusterCertificates(TimeProvider.System.GetUtcNow());
        var file = Path.Combine(_folder.Path, "kubelets.crt");
        await File.WriteAllTextAsync(file, _authority.AuthorityPem);
        using var kubelets = new DirectKubelets(
            Config() with { CertificateAuthorities = [stranger.Authority] },
            Options(server, options => options with { AuthorityFile = file }),
            TimeProvider.System);

        Assert.Equal(Page, await TextAsync(kubelets));
    }

    [Theory]
    [InlineData(401, "Unauthorized", "answered 401 Unauthorized")]
    [InlineData(403, "Forbidden (user=eve, verb=get,\n resource=nodes)", "answered 403 Forbidden: Forbidden (user=eve, verb=get,  resource=nodes)")]
    [InlineData(500, "", "answered 500 Internal Server Error")]
    [InlineData(302, "elsewhere", "answered 302 Found: redirects are not followed")]
    public async Task AskAsync_Refusal_IsToldInALine(int code, string body, string expected)
    {
        await using var server = await StartAsync(http =>
        {
            http.Response.Headers.Location = "https://127.0.0.1:1/";
            return StubKubelet.Says(body, code)(http);
        });
        using var kubelets = Kubelets(server);

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(kubelets));

        Assert.Equal($"https://127.0.0.1:{server.Port}/metrics/resource {expected}", problem.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AskAsync_AnswerOfHundredMegabytes_IsCutOff(bool tellsItsLength)
    {
        await using var server = await StartAsync(async http =>
        {
            http.Response.ContentLength = tellsItsLength ? 100 << 20 : null;
            var block = new byte[1 << 20];
            for (var sent = 0; sent < 100 && !http.RequestAborted.IsCancellationRequested; sent++)
            {
                await http.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        });
        using var kubelets = Kubelets(server);

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => TextAsync(kubelets));

        Assert.Equal("an answer of more than 16 MiB", problem.Message);
    }

    [Fact]
    public async Task AskAsync_AnswerCutShort_Fails()
    {
        await using var server = await StartAsync(async http =>
        {
            http.Response.ContentLength = 10_000;
            await http.Response.WriteAsync(Page);
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        using var kubelets = Kubelets(server);

        var problem = await Record.ExceptionAsync(() => TextAsync(kubelets));

        // Whether the head of the answer came through before the end is up to the network.
        Assert.True(problem is IOException or HttpRequestException, $"{problem}");
    }

    [Fact]
    public async Task AskAsync_AnswerThatTrickles_EndsWithItsDeadline()
    {
        await using var server = await StartAsync(async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync("#");
                await http.Response.Body.FlushAsync();
                await Task.Yield();
            }
        });
        using var kubelets = Kubelets(server);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kubelets.AskAsync(Node, deadline.Token));
    }

    [Fact]
    public async Task AskAsync_KubeletKilledAndBack_AnswersAgain()
    {
        var server = await StartAsync(StubKubelet.Says(Page));
        using var kubelets = Kubelets(server);
        await TextAsync(kubelets);
        var port = server.Port;
        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(kubelets));

        await using var again = await StubKubelet.StartAsync(_authority, StubKubelet.Says(Page), port);
        Assert.Equal(Page, await TextAsync(kubelets));
    }

    [Fact]
    public void Create_FileOfAuthoritiesMissing_NamesIt()
    {
        var options = new MetricsOptions { Kubelets = new() { AuthorityFile = "/nowhere/ca.crt" } };

        var problem = Assert.Throws<KubeConfigException>(() => new DirectKubelets(Config(), options, TimeProvider.System));

        Assert.StartsWith("/nowhere/ca.crt: ", problem.Message, StringComparison.Ordinal);
    }

    private static Node Node { get; } = new()
    {
        Metadata = new() { Name = "n1" },
        Status = new() { Addresses = [new() { Type = "InternalIP", Address = "127.0.0.1" }] },
    };

    private string TokenFile => Path.Combine(_folder.Path, "token");

    private static MetricsOptions Options(StubKubelet server, Func<KubeletOptions, KubeletOptions>? with = null) =>
        new() { Kubelets = (with ?? (options => options))(new() { Access = KubeletAccess.Direct, Port = server.Port }) };

    private static async Task<string> TextAsync(DirectKubelets kubelets)
    {
        using var page = await kubelets.AskAsync(Node, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(page.Text);
    }

    private DirectKubelets Kubelets(StubKubelet server) => new(Config(), Options(server), TimeProvider.System);

    private KubeConfig Config()
    {
        File.WriteAllText(TokenFile, "first");
        return new()
        {
            Server = new("https://api.test"),
            CertificateAuthorities = [_authority.Authority],
            Credentials = new TokenFileCredentials(TokenFile),
        };
    }

    private Task<StubKubelet> StartAsync(Func<HttpContext, Task> answer) => StubKubelet.StartAsync(_authority, answer);
}
