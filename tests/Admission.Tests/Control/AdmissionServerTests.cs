using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Testing;

namespace Autoscale.Admission.Tests.Control;

public sealed class AdmissionServerTests
{
    private static readonly byte[] Review = Given.Body(Given.Review());

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Mutate_PodThatIsChanged_AnswersWithThePatch(string version)
    {
        await using var webhook = await RunningWebhook.StartAsync(new ScriptedPolicy { Mutate = Label });

        using var answer = await webhook.Client(Version.Parse(version)).PostAsync("/mutate?timeout=5s", RunningWebhook.Content(Review, "application/json; charset=utf-8"));

        var review = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(("admission.k8s.io/v1", "AdmissionReview"), ((string?)review["apiVersion"], (string?)review["kind"]));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal((string?)Given.Review()["request"]!["uid"], (string?)review["response"]!["uid"]);
        Assert.Equal((true, "JSONPatch"), ((bool)review["response"]!["allowed"]!, (string?)review["response"]!["patchType"]));
        Assert.Equal(
            """[{"op":"add","path":"/metadata/labels/seen","value":"1"}]""",
            Encoding.UTF8.GetString(Convert.FromBase64String((string)review["response"]!["patch"]!)));
    }

    [Fact]
    public async Task Validate_Denial_AnswersWithTheServersStatus()
    {
        await using var webhook = await RunningWebhook.StartAsync(ScriptedPolicy.Denying("too \"big\""));

        var review = await PostAsync(webhook, "/validate", Review);

        Assert.False((bool)review["response"]!["allowed"]!);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"metadata":{},"status":"Failure","message":"pods \"p\" is forbidden: too \"big\"","reason":"Forbidden",
                "details":{"name":"p","kind":"pods"},"code":403}
                """),
            review["response"]!["status"]));
    }

    [Theory]
    [InlineData("POST", "/elsewhere", "application/json", 404)]
    [InlineData("GET", "/validate", null, 405)]
    [InlineData("PUT", "/mutate", "application/json", 405)]
    [InlineData("POST", "/healthz", "application/json", 405)]
    [InlineData("POST", "/validate", "application/yaml", 415)]
    [InlineData("POST", "/validate", "text/application/json", 415)]
    [InlineData("POST", "/validate?timeout=soon", "application/json", 400)]
    [InlineData("POST", "/validate", "application/json", 400)]
    public async Task Requests_ThatAreNoReviews_GetTheirStatus(string method, string path, string? type, int expected)
    {
        await using var webhook = await RunningWebhook.StartAsync(new ScriptedPolicy());
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Version = HttpVersion.Version20 };
        request.Content = type is null ? null : new ByteArrayContent("{}"u8.ToArray());
        request.Content?.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await webhook.Client().SendAsync(request);

        Assert.Equal(expected, (int)answer.StatusCode);
        if (!path.StartsWith("/healthz", StringComparison.Ordinal))
        {
            var status = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.Equal(("Status", expected), ((string?)status["kind"], (int)status["code"]!));
        }
    }

    [Theory]
    [InlineData("1.1", true)]
    [InlineData("1.1", false)]
    [InlineData("2.0", true)]
    [InlineData("2.0", false)]
    public async Task Validate_BodyBeyondTheLimit_Is413(string version, bool isAnnounced)
    {
        await using var webhook = await RunningWebhook.StartAsync(_ => new() { LongestBody = 100_000 }, new ScriptedPolicy());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/validate")
        {
            Version = Version.Parse(version),
            Content = RunningWebhook.Content(new byte[100_001]),
        };
        request.Headers.TransferEncodingChunked = version == "1.1" && !isAnnounced;
        request.Content.Headers.ContentLength = isAnnounced ? 100_001 : null;

        using var answer = await webhook.Client().SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("limit is 100000", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_LargeReview_IsReadWhole()
    {
        var policy = new ScriptedPolicy();
        await using var webhook = await RunningWebhook.StartAsync(policy);
        var large = Given.Review(it => it["object"]!["metadata"]!["annotations"]!["large"] = new string('x', 2_900_000));

        var review = await PostAsync(webhook, "/validate", Given.Body(large));

        Assert.True((bool)review["response"]!["allowed"]!);
        Assert.True(policy.Asked.Single().Object.Length > 2_900_000);
    }

    [Fact]
    public async Task Validate_TimeoutOfTheCaller_BoundsTheWork()
    {
        var endless = new ScriptedPolicy
        {
            Validate = async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return AdmissionVerdict.Allowed;
            },
        };
        await using var webhook = await RunningWebhook.StartAsync(endless);

        var review = await PostAsync(webhook, "/validate?timeout=300ms", Review);

        Assert.Equal(504, (int)review["response"]!["status"]!["code"]!);
        Assert.Equal(1, (int)review["response"]!["status"]!["details"]!["retryAfterSeconds"]!);
    }

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

        var first = PostAsync(webhook, "/validate", large);
        await begun.Task;
        using var second = await webhook.Client().PostAsync("/validate", RunningWebhook.Content(large));
        release.SetResult();

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (second.StatusCode, second.Headers.GetValues("Retry-After").Single()));
        Assert.True((bool)(await first)["response"]!["allowed"]!);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(webhook, large));
    }

    [Fact]
    public async Task Dispose_WhileAReviewRuns_AnswersItFirst()
    {
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var webhook = await RunningWebhook.StartAsync(new ScriptedPolicy { Validate = (_, token) => HoldAsync(begun, release, token) });

        var running = PostAsync(webhook, "/validate", Review);
        await begun.Task;
        var stopping = webhook.StopAsync();
        await Eventually.TrueAsync(() => IsRefusedAsync(webhook), "new connections are refused");
        release.SetResult();

        Assert.True((bool)(await running)["response"]!["allowed"]!);
        await stopping;
    }

    [Fact]
    public async Task Readyz_FailingCheck_IsListed()
    {
        var isFilled = false;
        await using var webhook = await RunningWebhook.StartAsync(
            it =>
            {
                it.Readiness.AddRange([new("certificate", () => null), new("quota-cache", () => isFilled ? null : "empty")]);
                return new();
            });
        using var client = webhook.Client();

        using var before = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
        isFilled = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        Assert.Equal("[+]certificate ok\n[-]quota-cache failed\nreadyz check failed\n", await before.Content.ReadAsStringAsync());
        Assert.Equal("ok", await client.GetStringAsync(new Uri("/readyz", UriKind.Relative)));
        Assert.Equal("ok", await client.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
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

    private static AdmissionVerdict Label(AdmissionRequest request, JsonObject pod)
    {
        pod["metadata"]!["labels"]!["seen"] = "1";
        return AdmissionVerdict.Allowed;
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

    private static async Task<JsonObject> PostAsync(RunningWebhook webhook, string path, byte[] body)
    {
        using var answer = await webhook.Client().PostAsync(path, RunningWebhook.Content(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
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
