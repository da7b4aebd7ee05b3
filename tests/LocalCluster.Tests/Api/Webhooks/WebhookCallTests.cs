using Autoscale.LocalCluster.Api;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

public sealed class WebhookCallTests : IAsyncLifetime
{
    private const string One = """{"metadata":{"name":"one"},"data":{"a":"1"}}""";

    private HookedApi? _api;

    private HookedApi Api => _api ?? throw new InvalidOperationException("not started");

    private WebhookServer Hooks => Api.Hooks;

    public async Task InitializeAsync() => _api = await HookedApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    [Fact]
    public async Task Create_NobodyMatches_NobodyIsAsked()
    {
        Hooks.Deny("/deny");
        await Api.ValidatingAsync("v", "/deny", "secrets");

        await Api.CreateAsync("ConfigMap", One);

        Assert.Empty(Hooks.Asked);
    }

    [Theory]
    [InlineData("""{"message":"not today"}""", 400, "", """admission webhook "deny.example.dev" denied the request: not today""")]
    [InlineData("""{"reason":"Forbidden","code":403}""", 403, "Forbidden", """admission webhook "deny.example.dev" denied the request: Forbidden""")]
    [InlineData("""{"code":200,"status":"Success"}""", 400, "", """admission webhook "deny.example.dev" denied the request without explanation""")]
    [InlineData("""{"message":"pods \"p\" is forbidden: exceeded quota: q","reason":"Forbidden","code":403}""", 403, "Forbidden", """admission webhook "deny.example.dev" denied the request: pods "p" is forbidden: exceeded quota: q""")]
    public async Task Create_Denied_IsRefusedInTheWordsOfTheRealServer(string status, int code, string reason, string message)
    {
        Hooks.Deny("/deny", status);
        await Api.ValidatingAsync("v", "/deny");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.Equal((code, reason, message), (refusal.Code, refusal.Reason, refusal.Message));
    }

    [Fact]
    public async Task Create_DeniedWithDetails_PassesThemOn()
    {
        Hooks.Deny("/deny", """{"code":403,"reason":"Forbidden","message":"no","details":{"name":"one","kind":"configmaps","causes":[{"reason":"R","field":"data.a","message":"m"}],"retryAfterSeconds":3}}""");
        await Api.MutatingAsync("m", "/deny");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.Equal(("one", "configmaps", 3), (refusal.Name, refusal.Kind, refusal.RetryAfterSeconds));
        Assert.Equal([new FieldError("R", "data.a", "m")], refusal.Causes);
    }

    [Fact]
    public async Task Create_Patched_StoresWhatThePatchMade()
    {
        Hooks.Patch("/patch", """[{"op":"add","path":"/data/b","value":"2"},{"op":"add","path":"/metadata/labels","value":{"x":"y"}}]""");
        await Api.MutatingAsync("m", "/patch");

        var made = await Api.CreateAsync("ConfigMap", One);

        Assert.Equal("""{"a":"1","b":"2"}""", made["data"]!.ToJsonString());
        Assert.Equal("y", (string?)made["metadata"]!["labels"]!["x"]);
    }

    [Fact]
    public async Task Create_PatchedPod_IsDefaultedAgain()
    {
        Hooks.Patch("/patch", """[{"op":"add","path":"/spec/containers/0/resources","value":{"limits":{"cpu":"1"}}}]""");
        await Api.MutatingAsync("m", "/patch", "pods");

        var made = await Api.CreateAsync("Pod", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        Assert.Equal("1", (string?)made["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]);
    }

    [Fact]
    public async Task Create_ServerIsDead_FailurePolicyDecides()
    {
        Hooks.Allow("/dead");
        await Api.ValidatingAsync("v", "/dead", more: """{"clientConfig":{"url":"https://127.0.0.1:9/dead"},"failurePolicy":"Ignore"}""");
        await Api.CreateAsync("ConfigMap", One);

        await Api.ValidatingAsync("w", "/dead", more: """{"clientConfig":{"url":"https://127.0.0.1:9/dead"}}""");
        var refusal = await Api.RefusalAsync("ConfigMap", """{"metadata":{"name":"two"}}""");

        const string Detail = """failed calling webhook "dead.example.dev": failed to call webhook: Post "https://127.0.0.1:9/dead?timeout=10s": dial tcp 127.0.0.1:9: connect: connection refused""";
        Assert.Equal((500, "InternalError", $"Internal error occurred: {Detail}"), (refusal.Code, refusal.Reason, refusal.Message));
        Assert.Equal([new FieldError("", "", Detail)], refusal.Causes);
    }

    [Theory]
    [InlineData("<html>", "failed to call webhook: couldn't get version/kind; json parse error: invalid character '<' looking for beginning of value")]
    [InlineData("""{}""", "received invalid webhook response: webhook response was absent")]
    [InlineData("""{"response":{"uid":"?","allowed":true}}""", "received invalid webhook response: expected response.uid=\"UID\", got \"?\"")]
    [InlineData("""{"response":{"uid":"UID","allowed":true}}""", "received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"UID","allowed":true,"patch":"W10="}}""", "received invalid webhook response: webhook returned response.patch but not response.patchType")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"UID","allowed":true,"patchType":"JSONPatch","patch":"e30="}}""", "received undecodable patch in webhook response: json: cannot unmarshal object into Go value of type jsonpatch.Patch")]
    [InlineData("""{"response":{"uid":"UID","allowed":"yes"}}""", "failed to call webhook: json: cannot unmarshal string into Go struct field AdmissionResponse.response.allowed of type bool")]
    [InlineData("""{"response":{"uid":"UID","allowed":true,"patch":"?"}}""", "failed to call webhook: illegal base64 data at input byte 0")]
    [InlineData("[]", "failed to call webhook: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }")]
    public async Task Create_GarbageIsAnswered_FailsAsACall(string body, string reason)
    {
        Hooks.Raw("/odd", (request, http) => http.Response.WriteAsync(body.Replace("UID", (string?)request["uid"], StringComparison.Ordinal)));
        await Api.MutatingAsync("m", "/odd");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        var uid = (string?)Hooks.Asked.Single().Request["uid"];
        Assert.Equal($"Internal error occurred: failed calling webhook \"odd.example.dev\": {reason.Replace("UID", uid, StringComparison.Ordinal)}", refusal.Message);
    }

    [Theory]
    [InlineData(500, "oops", "an error on the server (\"oops\") has prevented the request from succeeding")]
    [InlineData(404, "", "the server could not find the requested resource")]
    [InlineData(400, """{"kind":"Status","message":"told"}""", "told")]
    public async Task Create_ErrorIsAnswered_FailsAsACall(int code, string body, string reason)
    {
        Hooks.Raw("/odd", (_, http) =>
        {
            http.Response.StatusCode = code;
            return http.Response.WriteAsync(body);
        });
        await Api.ValidatingAsync("v", "/odd");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.Equal($"Internal error occurred: failed calling webhook \"odd.example.dev\": failed to call webhook: {reason}", refusal.Message);
    }

    [Fact]
    public async Task Create_ServerIsSlow_TimesOut()
    {
        var end = new TaskCompletionSource();
        Hooks.Raw("/slow", (_, http) => end.Task.WaitAsync(http.RequestAborted));
        await Api.ValidatingAsync("v", "/slow", more: """{"timeoutSeconds":1}""");

        var refusal = await Api.RefusalAsync("ConfigMap", One);
        end.SetResult();

        Assert.EndsWith("/slow?timeout=1s\": context deadline exceeded", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_UnknownAuthority_IsNotTrusted()
    {
        Hooks.Allow("/allow");
        await Api.ValidatingAsync("v", "/allow", more: $$$"""{"clientConfig":{"url":"{{{Hooks.Address}}}allow"}}""");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.EndsWith("tls: failed to verify certificate: x509: certificate signed by unknown authority", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Hooks.Asked);
    }

    [Fact]
    public async Task Create_ServiceReference_LeadsToItsServer()
    {
        Hooks.Deny("/in", """{"message":"seen"}""");
        await Api.CreateAsync("Service", """{"metadata":{"name":"hooks"},"spec":{"type":"ExternalName","externalName":"127.0.0.1"}}""");
        var client = $$"""{"service":{"namespace":"default","name":"hooks","path":"/in","port":{{Hooks.Address.Port}}},"caBundle":"{{Hooks.CaBundle}}"}""";
        await Api.ValidatingAsync("v", "/in", more: $$$"""{"clientConfig":{{{client}}}}""");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.EndsWith("denied the request: seen", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ServiceIsMissing_FailsAsACall()
    {
        await Api.ValidatingAsync("v", "/in", more: """{"clientConfig":{"service":{"namespace":"default","name":"hooks","path":"/in"}}}""");

        var refusal = await Api.RefusalAsync("ConfigMap", One);

        Assert.EndsWith("failed to call webhook: Post \"https://hooks.default.svc:443/in?timeout=10s\": service \"hooks\" not found", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_Create_ShowsWhatTheRealServerShows()
    {
        Hooks.Allow("/allow");
        await Api.ValidatingAsync("v", "/allow");

        await Api.CreateAsync("ConfigMap", One, new WriteOptions { User = new ApiUser("jane", ["dev", "system:authenticated"]), FieldManager = "test" });

        var (_, request) = Hooks.Asked.Single();
        Assert.True(Guid.TryParse((string?)request["uid"], out _));
        request.Remove("uid");
        var uid = (string?)request["object"]!["metadata"]!["uid"];
        request["object"] = (string?)request["object"]!["kind"];
        Assert.False(string.IsNullOrEmpty(uid));
        Assert.Equal(
            """{"kind":{"group":"","version":"v1","kind":"ConfigMap"},"resource":{"group":"","version":"v1","resource":"configmaps"},"requestKind":{"group":"","version":"v1","kind":"ConfigMap"},"requestResource":{"group":"","version":"v1","resource":"configmaps"},"name":"one","namespace":"default","operation":"CREATE","userInfo":{"username":"jane","groups":["dev","system:authenticated"]},"object":"ConfigMap","oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","fieldManager":"test"}}""",
            request.ToJsonString());
    }
}
