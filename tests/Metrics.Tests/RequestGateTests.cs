using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Metrics.Tests;

public sealed class RequestGateTests : IAsyncLifetime
{
    private const string External = "/apis/external.metrics.k8s.io/v1beta1/namespaces/demo/depth";
    private const string Reviews = "POST /apis/authorization.k8s.io/v1/subjectaccessreviews";
    private const string Tokens = "POST /apis/authentication.k8s.io/v1/tokenreviews";

    private readonly ClusterCertificates _proxy = new(TimeProvider.System.GetUtcNow(), "front-proxy-ca");
    private readonly ClusterCertificates _clients = new(TimeProvider.System.GetUtcNow());
    private readonly FakeApi _api = new();
    private readonly VirtualTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly CancellationTokenSource _end = new();
    private RequestGate _gate = null!;
    private Task _work = Task.CompletedTask;
    private JsonObject? _map;

    public async Task InitializeAsync()
    {
        _map = Map(_proxy);
        _api.Answer = Respond;
        _gate = new(_api.Client(), _time, NullLoggerFactory.Instance);
        _work = _gate.RunAsync(_end.Token);
        await _gate.WaitForSyncAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _end.Dispose();
        _proxy.Dispose();
        _clients.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Refuse_OfTheFrontProxy_AsksInTheUsersName()
    {
        var refusal = await RefuseAsync(External, _proxy.IssueClient(new("front-proxy-client", [])), Headers(
            ("X-Remote-User", "jane"), ("X-Remote-Group", "dev"), ("X-Remote-Group", "ops"), ("X-Remote-Uid", "u1"), ("X-Remote-Extra-Scopes%2fa", "x")));

        Assert.Null(refusal);
        Assert.Equal(
            """{"spec":{"resourceAttributes":{"namespace":"demo","verb":"list","group":"external.metrics.k8s.io","version":"v1beta1","resource":"depth"},"user":"jane","groups":["dev","ops","system:authenticated"],"extra":{"scopes/a":["x"]},"uid":"u1"}}""",
            Assert.Single(Asked(Reviews)));
    }

    [Fact]
    public async Task Refuse_OfAMaster_AsksNobody()
    {
        Assert.Null(await RefuseAsync("/apis", _proxy.IssueClient(new("front-proxy-client", [])), Headers(("X-Remote-User", "root"), ("X-Remote-Group", "system:masters"))));
        Assert.Empty(Asked(Reviews));
    }

    [Fact]
    public async Task Refuse_OfAUserWhoMayNot_SaysWhatTheApiServerSays()
    {
        var headers = Headers(("X-Remote-User", "mallory"));

        var resource = await RefuseAsync("/apis/custom.metrics.k8s.io/v1beta1/namespaces/demo/pods/*/m", Proxy, headers);
        var path = await RefuseAsync("/apis", Proxy, headers);

        Assert.Equal((403, "Forbidden"), (resource!.Code, resource.Reason));
        Assert.Equal(
            """pods.custom.metrics.k8s.io "*" is forbidden: User "mallory" cannot get resource "pods/m" in API group "custom.metrics.k8s.io" in the namespace "demo": not for you""",
            resource.Message);
        Assert.Equal("""forbidden: User "mallory" cannot get path "/apis": not for you""", path!.Message);
    }

    [Fact]
    public async Task Refuse_WithoutCredentials_IsOfAnonymous() =>
        Assert.Equal("""forbidden: User "system:anonymous" cannot get path "/apis": not for you""", (await RefuseAsync("/apis", null))!.Message);

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    public async Task Refuse_HealthChecks_AreForAll(string path) => Assert.Null(await RefuseAsync(path, null));

    [Fact]
    public async Task Refuse_CertificateOfTheProxysAuthorityWithAnotherName_IsUnauthorized() =>
        Assert.Equal(Refusal.Unauthorized, await RefuseAsync("/apis", _proxy.IssueClient(new("somebody", [])), Headers(("X-Remote-User", "root"), ("X-Remote-Group", "system:masters"))));

    [Fact]
    public async Task Refuse_HeadersWithAUsersCertificate_AreNotHeard()
    {
        await RefuseAsync("/apis", _clients.IssueClient(new("jane", ["dev"])), Headers(("X-Remote-User", "root"), ("X-Remote-Group", "system:masters")));

        Assert.Contains("\"user\":\"jane\",\"groups\":[\"dev\",\"system:authenticated\"]", Assert.Single(Asked(Reviews)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_CertificateOfAStranger_IsUnauthorized()
    {
        using var stranger = new ClusterCertificates(TimeProvider.System.GetUtcNow());

        Assert.Equal(Refusal.Unauthorized, await RefuseAsync("/apis", stranger.IssueClient(new("front-proxy-client", [])), Headers(("X-Remote-User", "root"))));
    }

    [Fact]
    public async Task Refuse_CertificateThatHasRunOut_IsUnauthorized()
    {
        _time.Advance(TimeSpan.FromDays(11 * 365));

        Assert.Equal(Refusal.Unauthorized, await RefuseAsync("/apis", Proxy, Headers(("X-Remote-User", "jane"))));
    }

    [Fact]
    public async Task Refuse_Tokens_AreTheUsersWhomTheApiServerNames()
    {
        Assert.Null(await RefuseAsync("/apis", null, Headers(("Authorization", "Bearer janes"))));
        Assert.Null(await RefuseAsync("/apis", null, Headers(("Authorization", "bearer janes"))));
        Assert.Equal(Refusal.Unauthorized, await RefuseAsync("/apis", null, Headers(("Authorization", "Bearer nobodys"))));

        Assert.Equal(["""{"spec":{"token":"janes"}}""", """{"spec":{"token":"nobodys"}}"""], Asked(Tokens));
    }

    [Fact]
    public async Task Refuse_TheSameQuestionAgain_IsRememberedForTenSeconds()
    {
        var headers = Headers(("X-Remote-User", "mallory"));
        await RefuseAsync("/apis", Proxy, headers);
        await RefuseAsync("/apis", Proxy, headers);
        Assert.Single(Asked(Reviews));

        _time.Advance(TimeSpan.FromSeconds(11));
        await RefuseAsync("/apis", Proxy, headers);

        Assert.Equal(2, Asked(Reviews).Count);
    }

    [Fact]
    public async Task Refuse_WhenTheApiServerDoesNotSay_IsAnErrorAndNoPermission()
    {
        _api.Answer = (call, body) => call == Reviews ? (500, "{}") : Respond(call, body);

        Assert.Equal(500, (await RefuseAsync("/apis", Proxy, Headers(("X-Remote-User", "jane"))))!.Code);
    }

    [Fact]
    public async Task Run_WhenTheFrontProxysAuthorityChanges_TrustsTheNewOneAlone()
    {
        using var next = new ClusterCertificates(TimeProvider.System.GetUtcNow(), "front-proxy-ca");
        _map = Map(next);
        _map["metadata"]!["resourceVersion"] = "2";
        var headers = Headers(("X-Remote-User", "jane"));
        var certificate = next.IssueClient(new("front-proxy-client", []));

        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return await RefuseAsync("/apis", certificate, headers) is null;
            },
            "the new authority");

        Assert.Equal(Refusal.Unauthorized, await RefuseAsync("/apis", Proxy, headers));
    }

    private X509Certificate2 Proxy => field ??= _proxy.IssueClient(new("front-proxy-client", []));

    private static HeaderDictionary Headers(params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all.Append(name, value);
        }

        return all;
    }

    private Task<Refusal?> RefuseAsync(string path, X509Certificate2? certificate, HeaderDictionary? headers = null)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = ("GET", path);
        http.Connection.ClientCertificate = certificate;
        foreach (var (name, values) in headers ?? [])
        {
            http.Request.Headers[name] = values;
        }

        return _gate.RefuseAsync(http);
    }

    private List<string> Asked(string call) => [.. _api.Calls.Where(one => one.Call == call).Select(one => one.Body)];

    private (int Code, string Json) Respond(string call, string body) => call switch
    {
        Reviews when body.Contains("\"user\":\"jane\"", StringComparison.Ordinal) => (201, """{"status":{"allowed":true}}"""),
        Reviews => (201, """{"status":{"allowed":false,"reason":"not for you"}}"""),
        Tokens when body.Contains("janes", StringComparison.Ordinal) => (201, """{"status":{"authenticated":true,"user":{"username":"jane","groups":["dev"]}}}"""),
        Tokens => (201, """{"status":{"user":{},"error":"[invalid bearer token]"}}"""),

        // The watch ends at once with an error, so that the list is asked for again.
        _ when call.Contains("watch=true", StringComparison.Ordinal) => (410, """{"kind":"Status","status":"Failure","reason":"Expired","code":410}"""),
        _ => (200, new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
            ["items"] = new JsonArray(_map!.DeepClone()),
        }.ToJsonString()),
    };

    private JsonObject Map(ClusterCertificates proxy) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "extension-apiserver-authentication", ["namespace"] = "kube-system", ["resourceVersion"] = "1" },
        ["data"] = new JsonObject
        {
            ["client-ca-file"] = _clients.AuthorityPem,
            ["requestheader-client-ca-file"] = proxy.AuthorityPem,
            ["requestheader-allowed-names"] = JsonSerializer.Serialize<string[]>(["front-proxy-client"]),
            ["requestheader-username-headers"] = """["X-Remote-User"]""",
            ["requestheader-group-headers"] = """["X-Remote-Group"]""",
            ["requestheader-uid-headers"] = """["X-Remote-Uid"]""",
            ["requestheader-extra-headers-prefix"] = """["X-Remote-Extra-"]""",
        },
    };
}
