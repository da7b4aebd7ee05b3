using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Autoscale.Admission.Tests.Control;

/// <summary>What the webhook answers to single requests.</summary>
public sealed class AdmissionRequestsTests
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

        var review = await webhook.AskAsync("/validate", Review);

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

        // Who is refused for what he announces is not read from, and could not send the rest.
        request.Headers.ExpectContinue = version == "1.1" && isAnnounced;

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

        var review = await webhook.AskAsync("/validate", Given.Body(large));

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

        var review = await webhook.AskAsync("/validate?timeout=300ms", Review);

        Assert.Equal(504, (int)review["response"]!["status"]!["code"]!);
        Assert.Equal(1, (int)review["response"]!["status"]!["details"]!["retryAfterSeconds"]!);
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

    private static AdmissionVerdict Label(AdmissionRequest request, JsonObject pod)
    {
        pod["metadata"]!["labels"]!["seen"] = "1";
        return AdmissionVerdict.Allowed;
    }
}
