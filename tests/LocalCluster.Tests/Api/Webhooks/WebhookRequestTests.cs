using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Tests.Api.Http;

namespace Autoscale.LocalCluster.Tests.Api.Webhooks;

public sealed class WebhookRequestTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/demo/configmaps";
    private const string Pods = "/api/v1/namespaces/demo/pods";
    private const string Deployments = "/apis/apps/v1/namespaces/demo/deployments";
    private const string One = """{"metadata":{"name":"one"},"data":{"a":"1"}}""";
    private const string Pod = """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1"},"limits":{"cpu":"1"}}}]}}""";

    private const string Web =
        """{"metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}""";

    private HookedServer? _hooked;

    private TestServer Server => _hooked?.Server ?? throw new InvalidOperationException("not started");

    private WebhookServer Hooks => _hooked?.Hooks ?? throw new InvalidOperationException("not started");

    private JsonObject Asked => Hooks.Asked.Single().Request;

    public async Task InitializeAsync()
    {
        _hooked = await HookedServer.StartAsync();
        Hooks.Allow("/see");
    }

    public async Task DisposeAsync() => await (_hooked?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Post_Denied_IsAnsweredWithAStatus()
    {
        Hooks.Deny("/deny", """{"code":403,"reason":"Forbidden","message":"no","details":{"name":"one","kind":"configmaps","uid":"u"}}""");
        await RegisterAsync("Validating", "/deny", "configmaps");

        var answer = await Server.PostAsync(Maps, One);

        Assert.Equal(403, answer.Code);
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"admission webhook \"deny.example.dev\" denied the request: no","reason":"Forbidden","details":{"name":"one","kind":"configmaps","uid":"u"},"code":403}""",
            answer.Text);
    }

    [Fact]
    public async Task Post_DeniedWithoutReason_IsAnsweredWithoutOne()
    {
        Hooks.Deny("/deny");
        await RegisterAsync("Validating", "/deny", "configmaps");

        var answer = await Server.PostAsync(Maps, One);

        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"admission webhook \"deny.example.dev\" denied the request without explanation","code":400}""",
            answer.Text);
    }

    [Fact]
    public async Task Post_DryRun_IsShownAndNotStored()
    {
        await RegisterAsync("Mutating", "/see", "configmaps");

        await Server.PostAsync($"{Maps}?dryRun=All&fieldManager=me", One);

        Assert.True((bool?)Asked["dryRun"]);
        Assert.Equal("""{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1","dryRun":["All"],"fieldManager":"me"}""", Asked["options"]!.ToJsonString());
        Assert.Equal(404, (await Server.GetAsync($"{Maps}/one")).Code);
    }

    [Fact]
    public async Task Patch_Object_ShowsOldAndNew()
    {
        await Server.PostAsync(Maps, One);
        await RegisterAsync("Validating", "/see", "configmaps");

        await Server.PatchAsync($"{Maps}/one", """{"data":{"a":"2"}}""");

        Assert.Equal(("UPDATE", "1", "2"), ((string?)Asked["operation"], (string?)Asked["oldObject"]!["data"]!["a"], (string?)Asked["object"]!["data"]!["a"]));
        Assert.Equal("kubernetes-admin system:masters,system:authenticated", $"{Asked["userInfo"]!["username"]} {string.Join(',', Asked["userInfo"]!["groups"]!.AsArray().Select(one => (string?)one))}");
        Assert.Equal("UpdateOptions", (string?)Asked["options"]!["kind"]);
    }

    [Fact]
    public async Task Delete_Object_ShowsTheOldOne()
    {
        await Server.PostAsync(Maps, One);
        await RegisterAsync("Validating", "/see", "configmaps");

        await Server.DeleteAsync($"{Maps}/one?propagationPolicy=Background");

        Assert.Equal(("DELETE", "one", "1"), ((string?)Asked["operation"], (string?)Asked["name"], (string?)Asked["oldObject"]!["data"]!["a"]));
        Assert.Null(Asked["object"]);
        Assert.Equal("""{"kind":"DeleteOptions","apiVersion":"meta.k8s.io/v1","propagationPolicy":"Background"}""", Asked["options"]!.ToJsonString());
        Assert.Equal("kubernetes-admin", (string?)Asked["userInfo"]!["username"]);
    }

    [Fact]
    public async Task Delete_Many_ShowsEachWithoutAName()
    {
        await Server.PostAsync(Maps, One);
        await RegisterAsync("Validating", "/see", "configmaps");

        await Server.DeleteAsync(Maps);

        Assert.Null(Asked["name"]);
        Assert.Equal("one", (string?)Asked["oldObject"]!["metadata"]!["name"]);
    }

    [Fact]
    public async Task Delete_Denied_LeavesTheObject()
    {
        await Server.PostAsync(Maps, One);
        Hooks.Deny("/deny", """{"message":"keep it"}""");
        await RegisterAsync("Validating", "/deny", "configmaps");

        var answer = await Server.DeleteAsync($"{Maps}/one");

        Assert.Equal("admission webhook \"deny.example.dev\" denied the request: keep it", answer.Message);
        Assert.Equal(200, (await Server.GetAsync($"{Maps}/one")).Code);
    }

    [Fact]
    public async Task Delete_Patched_IsAFault()
    {
        await Server.PostAsync(Maps, One);
        Hooks.Patch("/patch", """[{"op":"add","path":"/data/b","value":"2"}]""");
        await RegisterAsync("Mutating", "/patch", "configmaps");

        var answer = await Server.DeleteAsync($"{Maps}/one");

        Assert.Equal("Internal error occurred: admission webhook \"patch.example.dev\" attempted to modify the object, which is not supported for this operation", answer.Message);
    }

    [Fact]
    public async Task Scale_Patch_ShowsTheScaleAndMayChangeIt()
    {
        await Server.PostAsync(Deployments, Web);
        Hooks.Patch("/less", """[{"op":"replace","path":"/spec/replicas","value":5}]""");
        await RegisterAsync("Mutating", "/less", "deployments/scale");

        var answer = await Server.PatchAsync($"{Deployments}/web/scale", """{"spec":{"replicas":9}}""");

        Assert.Equal("""{"group":"autoscaling","version":"v1","kind":"Scale"}""", Asked["kind"]!.ToJsonString());
        Assert.Equal("""{"group":"apps","version":"v1","resource":"deployments"}""", Asked["resource"]!.ToJsonString());
        Assert.Equal(("scale", 9, 2), ((string?)Asked["subResource"], (int)Asked["object"]!["spec"]!["replicas"]!, (int)Asked["oldObject"]!["spec"]!["replicas"]!));
        Assert.Equal(5, (int)answer.Json["spec"]!["replicas"]!);
        Assert.Equal(5, (int)(await Server.GetAsync($"{Deployments}/web")).Json["spec"]!["replicas"]!);
    }

    [Theory]
    [InlineData("/status", """{"status":{"observedGeneration":1}}""", "status")]
    [InlineData("", """{"spec":{"replicas":3}}""", null)]
    public async Task Patch_Subresource_IsNamed(string sub, string patch, string? named)
    {
        await Server.PostAsync(Deployments, Web);
        await RegisterAsync("Validating", "/see", "deployments", "deployments/*");

        await Server.PatchAsync($"{Deployments}/web{sub}", patch);

        Assert.Equal((named, "Deployment"), ((string?)Asked["subResource"], (string?)Asked["object"]!["kind"]));
    }

    [Fact]
    public async Task Resize_Denied_IsRefused()
    {
        await Server.PostAsync(Pods, Pod);
        Hooks.Deny("/deny", """{"message":"stay as you are"}""");
        await RegisterAsync("Mutating", "/deny", "pods/resize");

        var answer = await Server.PatchAsync($"{Pods}/p/resize", """{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"2"}}}]}}""", "strategic-merge");

        Assert.EndsWith("denied the request: stay as you are", answer.Message, StringComparison.Ordinal);
        Assert.Equal(("resize", "UPDATE", "Pod"), ((string?)Asked["subResource"], (string?)Asked["operation"], (string?)Asked["kind"]!["kind"]));
    }

    [Fact]
    public async Task Evict_Pod_IsACreationOfAnEvictionAndNoDeletion()
    {
        await Server.PostAsync(Pods, Pod);
        await RegisterAsync("Validating", "/see", "pods", "pods/*");

        var answer = await Server.PostAsync($"{Pods}/p/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}""");

        Assert.Equal((201, "CREATE", "p", "eviction"), (answer.Code, (string?)Asked["operation"], (string?)Asked["name"], (string?)Asked["subResource"]));
        Assert.Equal("""{"group":"policy","version":"v1","kind":"Eviction"}""", Asked["kind"]!.ToJsonString());
        Assert.Equal("""{"group":"","version":"v1","resource":"pods"}""", Asked["resource"]!.ToJsonString());
        Assert.Equal("""{"name":"p","namespace":"demo"}""", Asked["object"]!["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Bind_Pod_IsACreationOfABinding()
    {
        await Server.PostAsync(Pods, Pod);
        Hooks.Patch("/move", """[{"op":"replace","path":"/target/name","value":"there"}]""");
        await RegisterAsync("Mutating", "/move", "pods", "pods/*");

        await Server.PostAsync($"{Pods}/p/binding", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"here"}}""");

        Assert.Equal(("CREATE", "binding", "Binding"), ((string?)Asked["operation"], (string?)Asked["subResource"], (string?)Asked["object"]!["kind"]));
        Assert.Equal("there", (string?)(await Server.GetAsync($"{Pods}/p")).Json["spec"]!["nodeName"]);
    }

    [Fact]
    public async Task Warnings_AreShownOnce()
    {
        Hooks.Answer("/warn", _ => new JsonObject { ["allowed"] = true, ["warnings"] = new JsonArray("say \"please\"", "again", "say \"please\"") });
        await RegisterAsync("Mutating", "/warn", "configmaps");
        await RegisterAsync("Validating", "/warn", "configmaps");

        var answer = await Server.PostAsync(Maps, One);

        Assert.Equal(["299 - \"say \\\"please\\\"\"", "299 - \"again\""], answer.Warnings);
    }

    [Fact]
    public async Task Warnings_TooMany_AreShortened()
    {
        var texts = Enumerable.Range(0, 20).Select(index => $"{index} {new string('x', 400)}");
        Hooks.Answer("/warn", _ => new JsonObject { ["allowed"] = false, ["warnings"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) });
        await RegisterAsync("Validating", "/warn", "configmaps");

        var answer = await Server.PostAsync(Maps, One);

        Assert.Equal(16, answer.Warnings.Count);
        Assert.All(answer.Warnings, warning => Assert.Equal(256 + "299 - \"\"".Length, warning.Length));
    }

    private Task RegisterAsync(string type, string path, params string[] resources) =>
        _hooked?.RegisterAsync(type, path, resources) ?? throw new InvalidOperationException("not started");
}
