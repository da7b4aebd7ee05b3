using System.Net;
using System.Text;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.Admission.Tests.Control;

/// <summary>How the webhook treats connections: slow, cut, crowded, trusted or not.</summary>
public sealed class AdmissionConnectionsTests
{
    private static readonly byte[] Review = Given.Body(Given.Review());

    [Fact]
    public async Task Validate_BodyThatDoesNotArrive_Is408()
    {
        await using var webhook = await RunningWebhook.StartAsync(_ => new() { Timeout = TimeSpan.FromSeconds(1) }, new ScriptedPolicy());
        await using var connection = await webhook.ConnectAsync();

        await connection.WriteAsync(RunningWebhook.Raw("/validate", Review[..100], Review.Length));

        Assert.StartsWith("HTTP/1.1 408 ", await ReadUntilAsync(connection, "\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Pipelined_AnswersEachInOrder()
    {
        await using var webhook = await RunningWebhook.StartAsync(ScriptedPolicy.Saying(request => new() { Warnings = [request.Name] }));
        await using var connection = await webhook.ConnectAsync();
        byte[] requests = [.. Enumerable.Range(0, 20).SelectMany(i => RunningWebhook.Raw("/validate", Given.Body(Given.Review(it => it["name"] = $"pod{i}."))))];

        await connection.WriteAsync(requests);

        var answers = await ReadUntilAsync(connection, "pod19.");
        var order = Enumerable.Range(0, 20).Select(i => answers.IndexOf($"pod{i}.", StringComparison.Ordinal)).ToList();
        Assert.Equal(order.Order(), order);
        Assert.DoesNotContain(-1, order);
    }

    [Fact]
    public async Task Validate_ConnectionsCutWithinTheBody_GiveTheirBytesBack()
    {
        await using var webhook = await RunningWebhook.StartAsync(_ => new() { LongestBody = 1 << 20, BytesInFlight = 1 << 20 }, new ScriptedPolicy());
        var part = Review.Concat(new byte[200_000]).ToArray();
        for (var i = 0; i < 20; i++)
        {
            await using var connection = await webhook.ConnectAsync();
            await connection.WriteAsync(RunningWebhook.Raw("/validate", part, 900_000));
        }

        var large = Given.Body(Given.Review(it => it["object"]!["x"] = new string('x', 500_000)));
        await Eventually.TrueAsync(async () => await StatusAsync(webhook, large) == HttpStatusCode.OK, "a large review is answered again");
    }

    [Fact]
    public async Task Validate_MoreBytesThanMayBeInFlight_Is429UntilTheFirstIsAnswered()
    {
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var policy = new ScriptedPolicy { Validate = (_, token) => HoldAsync(begun, release, token) };
        await using var webhook = await RunningWebhook.StartAsync(_ => new() { LongestBody = 1 << 20, BytesInFlight = 1 << 20 }, policy);
        var large = Given.Body(Given.Review(it => it["object"]!["x"] = new string('x', 500_000)));

        var first = webhook.AskAsync("/validate", large);
        await begun.Task;
        using var second = await webhook.Client().PostAsync("/validate", RunningWebhook.Content(large));
        release.SetResult();

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (second.StatusCode, second.Headers.GetValues("Retry-After").Single()));
        Assert.True((bool)(await first)["response"]!["allowed"]!);
        await Eventually.TrueAsync(async () => await StatusAsync(webhook, large) == HttpStatusCode.OK, "the bytes of the first are given back");
    }

    [Fact]
    public async Task Dispose_WhileAReviewRuns_AnswersItFirst()
    {
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var webhook = await RunningWebhook.StartAsync(new ScriptedPolicy { Validate = (_, token) => HoldAsync(begun, release, token) });

        var running = webhook.AskAsync("/validate", Review);
        await begun.Task;
        var stopping = webhook.StopAsync();
        await Eventually.TrueAsync(() => IsRefusedAsync(webhook), "new connections are refused");
        release.SetResult();

        Assert.True((bool)(await running)["response"]!["allowed"]!);
        await stopping;
    }

    [Fact]
    public async Task Validate_WithClientAuthority_AnswersOnlyItsClients()
    {
        using var strangers = new ClusterCertificates(TimeProvider.System.GetUtcNow());
        var policy = new ScriptedPolicy();
        await using var webhook = await RunningWebhook.StartAsync(it => new() { ClientAuthorities = [it.Certificates.Authority] }, policy);
        var user = new ApiUser("kube-apiserver", []);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(webhook, Review));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(webhook, Review, strangers.IssueClient(user)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(webhook, Review, webhook.Certificates.IssueServer("127.0.0.1")));
        Assert.Empty(policy.Asked);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(webhook, Review, webhook.Certificates.IssueClient(user)));
        Assert.Equal("ok", await webhook.Client().GetStringAsync(new Uri("/healthz", UriKind.Relative)));
    }

    [Fact]
    public async Task Validate_RenewedCertificate_ServesNewConnectionsAndLeavesOldOnesAlone()
    {
        await using var webhook = await RunningWebhook.StartAsync(new ScriptedPolicy());
        var shown = new List<string?>();
        var old = webhook.Client(onHandshake: certificate => shown.Add(certificate?.GetSerialNumberString()));
        using var before = await old.PostAsync("/validate", RunningWebhook.Content(Review));
        var first = webhook.Serving!.SerialNumber;

        webhook.Serving = webhook.Certificates.IssueServer("127.0.0.1");
        using var after = await old.PostAsync("/validate", RunningWebhook.Content(Review));
        using var elsewhere = await webhook.Client(onHandshake: certificate => shown.Add(certificate?.GetSerialNumberString()))
            .PostAsync("/validate", RunningWebhook.Content(Review));

        Assert.All([before, after, elsewhere], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal([first, webhook.Serving.SerialNumber], shown);
    }

    [Fact]
    public async Task Validate_WithoutACertificateYet_RefusesTheHandshakeAndServesLater()
    {
        await using var webhook = await RunningWebhook.StartAsync(new ScriptedPolicy());
        var serving = webhook.Serving;
        webhook.Serving = null;

        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(webhook, Review));
        webhook.Serving = serving;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(webhook, Review));
    }

    private static async ValueTask<AdmissionVerdict> HoldAsync(TaskCompletionSource begun, TaskCompletionSource release, CancellationToken cancellationToken)
    {
        begun.TrySetResult();
        await release.Task.WaitAsync(cancellationToken);
        return AdmissionVerdict.Allowed;
    }

    private static async Task<bool> IsRefusedAsync(RunningWebhook webhook)
    {
        try
        {
            await (await webhook.ConnectAsync()).DisposeAsync();
            return false;
        }
        catch (Exception refused) when (refused is System.Net.Sockets.SocketException or IOException)
        {
            return true;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(
        RunningWebhook webhook, byte[] body, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        using var answer = await webhook.Client(certificate: certificate).PostAsync("/validate", RunningWebhook.Content(body));
        return answer.StatusCode;
    }

    private static async Task<string> ReadUntilAsync(Stream stream, string mark)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!text.ToString().Contains(mark, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            Assert.True(count > 0, $"the connection ended after: {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
