using System.Net;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Tests.Client;

public sealed class KubeClientTests
{
    private const string Expired = """{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"too old"}""";

    private readonly StubApi _api = new();

    [Fact]
    public async Task GetAsync_Object_AsksBelowTheServersPathAndReadsIt()
    {
        using var client = _api.Answer("""{"metadata":{"name":"web"},"spec":{"replicas":3},"future":1}""").Client();

        var scale = await client.GetAsync(new KubeRoute("apps", "v1", "deployments").Of("shop", "web").Sub("scale"), KubeJson.Default.Scale);

        Assert.Equal(3, scale.Spec.Replicas);
        Assert.Equal("/base/apis/apps/v1/namespaces/shop/deployments/web/scale", Assert.Single(_api.Requests).Path);
    }

    [Fact]
    public async Task GetAsync_StatusAnswer_ThrowsItWithDetails()
    {
        using var client = _api.Answer(
            """
            {"kind":"Status","status":"Failure","message":"pods \"a\" not found","reason":"NotFound","code":404,
             "details":{"name":"a","kind":"pods","causes":[{"reason":"X","message":"because","field":"spec"}]}}
            """,
            HttpStatusCode.NotFound).Client();

        var error = await Assert.ThrowsAsync<KubeError>(() => client.GetAsync(KubeRoute.Pods.Of("b", "a"), KubeJson.Default.Pod));

        Assert.Equal(("pods \"a\" not found", 404, "NotFound"), (error.Message, error.Code, error.Reason));
        Assert.Equal(("a", "because"), (error.Details?.Name, error.Details?.Causes[0].Message));
        Assert.True(error.IsNotFound);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, "<html>bad</html>", "an error on the server has prevented the request from succeeding (GET /api/v1/pods)")]
    [InlineData(HttpStatusCode.NotFound, "404 page not found", "the server could not find the requested resource (GET /api/v1/pods)")]
    [InlineData(HttpStatusCode.Unauthorized, "", "the server has asked for the client to provide credentials (GET /api/v1/pods)")]
    [InlineData(HttpStatusCode.Forbidden, "{}", "the server does not allow access to the requested resource (GET /api/v1/pods)")]
    public async Task GetAsync_AnswerThatIsNoStatus_ThrowsWhatTheCodeMeans(HttpStatusCode code, string body, string expected)
    {
        using var client = _api.Answer(body, code).Client();

        var error = await Assert.ThrowsAsync<KubeError>(() => client.GetAsync(KubeRoute.Pods, KubeJson.Default.Pod));

        Assert.Equal((expected, (int)code), (error.Message, error.Code));
    }

    [Fact]
    public async Task FindAsync_NoSuchObject_IsNull()
    {
        using var client = _api.Answer("", HttpStatusCode.NotFound).Client();

        Assert.Null(await client.FindAsync(KubeRoute.Pods.Of("b", "a"), KubeJson.Default.Pod));
    }

    [Fact]
    public async Task ListAsync_SeveralPages_ReadsThemAll()
    {
        using var client = _api
            .Answer("""{"metadata":{"resourceVersion":"7","continue":"n/1"},"items":[{"metadata":{"name":"a"}}]}""")
            .Answer("""{"items":[{"metadata":{"name":"b"}}],"kind":"PodList","metadata":{"x":{"y":[1]},"resourceVersion":"7"}}""")
            .Client();

        var list = await client.ListAsync(KubeRoute.Pods, new() { PageSize = 1, LabelSelector = "app in (x)" }, KubeJson.Default.Pod);

        Assert.Equal(["a", "b"], list.Items.Select(pod => pod.Metadata.Name));
        Assert.Equal("7", list.ResourceVersion);
        Assert.Equal(
            ["/base/api/v1/pods?limit=1&labelSelector=app%20in%20%28x%29", "/base/api/v1/pods?limit=1&continue=n%2F1&labelSelector=app%20in%20%28x%29"],
            _api.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task ListAsync_ContinueTokenExpires_ListsAllAtOnce()
    {
        using var client = _api
            .Answer("""{"metadata":{"resourceVersion":"7","continue":"n"},"items":[{"metadata":{"name":"a"}}]}""")
            .Answer(Expired, HttpStatusCode.Gone)
            .Answer("""{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b"}}]}""")
            .Client();

        var list = await client.ListAsync(KubeRoute.Pods, new(), KubeJson.Default.Pod);

        Assert.Equal("b", Assert.Single(list.Items).Metadata.Name);
        Assert.Equal("9", list.ResourceVersion);
        Assert.Equal("/base/api/v1/pods", _api.Requests[^1].Path);
    }

    [Fact]
    public async Task ListAsync_ItemsNull_IsEmpty()
    {
        using var client = _api.Answer("""{"items":null,"metadata":{"resourceVersion":"1"}}""").Client();

        Assert.Equal("1", (await client.ListAsync(KubeRoute.Pods, new(), KubeJson.Default.Pod)).ResourceVersion);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("Thu, 01 Jan 2026 00:00:02 GMT")]
    public async Task PatchAsync_TooManyRequestsWithRetryAfter_WaitsAndSendsAgain(string retryAfter)
    {
        using var client = _api.Answer("", HttpStatusCode.TooManyRequests, retryAfter).Answer("""{"spec":{"replicas":5}}""").Client();

        var patch = client.PatchAsync(KubeRoute.Pods.Of("b", "a"), KubePatch.Merge("{\"a\":1}"u8.ToArray()), KubeJson.Default.Scale);
        _api.Time.Advance(TimeSpan.FromSeconds(1.9));
        var sentBefore = _api.Requests.Count;
        _api.Time.Advance(TimeSpan.FromSeconds(0.1));
        var scale = await patch;

        Assert.Equal((1, 2, 5), (sentBefore, _api.Requests.Count, scale.Spec.Replicas));
        Assert.All(_api.Requests, request => Assert.Equal(("PATCH", "application/merge-patch+json", "{\"a\":1}"), (request.Method, request.MediaType, request.Body)));
    }

    [Fact]
    public async Task GetAsync_RetryAfterBeyondTheBudget_ThrowsAtOnce()
    {
        using var client = _api.Answer("", HttpStatusCode.ServiceUnavailable, "31").Client();

        var error = await Assert.ThrowsAsync<KubeError>(() => client.GetAsync(KubeRoute.Pods, KubeJson.Default.Pod));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task GetAsync_RetryAfterZeroForever_GivesUpAfterTenTries()
    {
        for (var i = 0; i < 20; i++)
        {
            _api.Answer("", HttpStatusCode.TooManyRequests, "0");
        }

        using var client = _api.Client();

        await Assert.ThrowsAsync<KubeError>(() => client.GetAsync(KubeRoute.Pods, KubeJson.Default.Pod));
        Assert.Equal(10, _api.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_NoAnswer_TimesOut()
    {
        using var client = _api.Client();

        var get = client.GetAsync(KubeRoute.Pods, KubeJson.Default.Pod);
        _api.Time.Advance(TimeSpan.FromSeconds(61));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => get);
        Assert.Equal("GET https://api.test/base/api/v1/pods: no answer within 00:01:00", error.Message);
    }

    [Fact]
    public async Task CreateAsync_Object_PostsItsJson()
    {
        using var client = _api.Answer("""{"metadata":{"name":"a","uid":"u"}}""", HttpStatusCode.Created).Client();

        var created = await client.CreateAsync(KubeRoute.Pods.In("b"), new Pod { Metadata = new() { Name = "a" } }, KubeJson.Default.Pod);

        Assert.Equal("u", created.Metadata.Uid);
        Assert.Contains("\"name\":\"a\"", _api.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(("POST", "/base/api/v1/namespaces/b/pods", "application/json"), (_api.Requests[0].Method, _api.Requests[0].Path, _api.Requests[0].MediaType));
    }

    [Fact]
    public async Task DeleteAsync_WithPolicy_NamesIt()
    {
        using var client = _api.Answer("{}").Client();

        await client.DeleteAsync(KubeRoute.Pods.Of("b", "a"), "Foreground");

        Assert.Equal(("DELETE", "/base/api/v1/namespaces/b/pods/a?propagationPolicy=Foreground"), (_api.Requests[0].Method, _api.Requests[0].Path));
    }

    [Fact]
    public async Task GetRawAsync_AnyPath_ReturnsTheBytes()
    {
        using var client = _api.Answer("metric 1\n").Client();

        Assert.Equal("metric 1\n", Encoding.UTF8.GetString(await client.GetRawAsync("/api/v1/nodes/n/proxy/metrics/resource")));
    }
}
