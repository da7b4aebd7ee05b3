using System.Text;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api.Http;

public sealed class SubresourceTests
{
    private const string Deployments = "/apis/apps/v1/namespaces/demo/deployments";
    private const string Pods = "/api/v1/namespaces/demo/pods";

    private const string Web =
        """{"metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}""";

    private const string Autoscaler =
        """{"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}}""";

    [Fact]
    public async Task Scale_Get_ShowsReplicasAndSelector()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var scale = (await server.GetAsync($"{Deployments}/web/scale")).Json;

        Assert.Equal(("Scale", "autoscaling/v1"), ((string?)scale["kind"], (string?)scale["apiVersion"]));
        Assert.Equal("""{"replicas":2}""", scale["spec"]!.ToJsonString());
        Assert.Equal("""{"replicas":0,"selector":"app=web"}""", scale["status"]!.ToJsonString());
    }

    [Fact]
    public async Task Scale_OfAReplicationController_ShowsItsLabelsAsSelector()
    {
        const string Controllers = "/api/v1/namespaces/demo/replicationcontrollers";
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Controllers, Web.Replace("{\"matchLabels\":{\"app\":\"web\"}}", "{\"app\":\"web\"}", StringComparison.Ordinal));

        var scale = (await server.PatchAsync($"{Controllers}/web/scale", """{"spec":{"replicas":5}}""")).Json;

        Assert.Equal("""{"replicas":5}""", scale["spec"]!.ToJsonString());
        Assert.Equal("""{"replicas":0,"selector":"app=web"}""", scale["status"]!.ToJsonString());
    }

    [Theory]
    [InlineData("600", null, "Invalid value: null: must not update from a positive integer to nil value")]
    [InlineData("600", "601", "Invalid value: 601: must be less than or equal to previous value")]
    [InlineData("600", "300", null)]
    [InlineData("null", "300", null)]
    public async Task Patch_DeadlineOfAPod_MayOnlyComeNearer(string before, string? after, string? error)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Pods, $$$"""{"metadata":{"name":"p"},"spec":{"activeDeadlineSeconds":{{{before}}},"containers":[{"name":"c","image":"i"}]} }""");

        var answer = await server.PatchAsync($"{Pods}/p", $$$"""{"spec":{"activeDeadlineSeconds":{{{after ?? "null"}}} } }""");

        Assert.Equal(error is null ? "" : $"Pod \"p\" is invalid: spec.activeDeadlineSeconds: {error}", answer.Message);
    }

    [Fact]
    public async Task Scale_Patch_ChangesTheObject()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        await server.PatchAsync($"{Deployments}/web/scale", """{"spec":{"replicas":7}}""");

        var web = (await server.GetAsync($"{Deployments}/web")).Json;
        Assert.Equal((7, 2), ((int)web["spec"]!["replicas"]!, (int)web["metadata"]!["generation"]!));
    }

    [Fact]
    public async Task Scale_PutWithStaleVersion_IsAConflict()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);
        var scale = await server.GetAsync($"{Deployments}/web/scale");
        await server.PatchAsync($"{Deployments}/web", """{"metadata":{"labels":{"a":"b"}}}""");

        var answer = await server.PutAsync($"{Deployments}/web/scale", scale.Text);

        Assert.Equal(409, answer.Code);
        Assert.StartsWith("Operation cannot be fulfilled on deployments.apps \"web\"", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deployments", "web", """{"status":{"replicas":"x"}}""")]
    [InlineData("deployments", "web", """{"status":[]}""")]
    [InlineData("deployments", "web", """{"status":{"replicas":1,"readyReplicas":2}}""")]
    [InlineData("deployments", "web", """{"status":{"replicas":-1}}""")]
    [InlineData("horizontalpodautoscalers", "h", """{"status":{"currentMetrics":{}}}""")]
    [InlineData("horizontalpodautoscalers", "h", """{"status":{"conditions":[{"lastTransitionTime":"soon"}]}}""")]
    [InlineData("horizontalpodautoscalers", "h", """{"status":{"desiredReplicas":-1}}""")]
    public async Task Status_ThatDoesNotFit_IsRefused(string resource, string name, string patch)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);
        await server.PostAsync("/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers", Autoscaler);
        var group = resource == "deployments" ? "apps/v1" : "autoscaling/v2";
        var path = $"/apis/{group}/namespaces/demo/{resource}/{name}";
        var before = (await server.GetAsync(path)).Text;

        var answer = await server.PatchAsync($"{path}/status", patch);

        Assert.Equal(422, answer.Code);
        Assert.Equal(before, (await server.GetAsync(path)).Text);
    }

    [Theory]
    [InlineData("""{"status":{"phase":7}}""")]
    [InlineData("""{"status":{"containerStatuses":[{"restartCount":"many"}]}}""")]
    [InlineData("""{"status":{"startTime":1}}""")]
    public async Task Status_OfAPodThatDoesNotDecode_IsRefused(string patch)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        Assert.Equal(422, (await server.PatchAsync($"{Pods}/p/status", patch)).Code);
        var whole = (await server.GetAsync($"{Pods}/p")).Json;
        whole["status"] = System.Text.Json.Nodes.JsonNode.Parse(patch)!["status"]!.DeepClone();
        Assert.Equal(400, (await server.PutAsync($"{Pods}/p/status", whole.ToJsonString())).Code);
    }

    [Fact]
    public async Task Scale_Negative_IsInvalid()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web/scale", """{"spec":{"replicas":-1}}""");

        Assert.Equal("Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0", answer.Message);
    }

    [Fact]
    public async Task Status_Patch_LeavesTheSpecificationAlone()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync(Deployments, Web);

        var answer = await server.PatchAsync($"{Deployments}/web/status", """{"spec":{"replicas":9},"status":{"replicas":3}}""");

        Assert.Equal((2, 3), ((int)answer.Json["spec"]!["replicas"]!, (int)answer.Json["status"]!["replicas"]!));
    }

    [Fact]
    public async Task Binding_Pod_GivesItANodeOnce()
    {
        await using var server = await TestServer.StartAsync();
        await CreatePodAsync(server);
        const string Body = """{"apiVersion":"v1","kind":"Binding","metadata":{"name":"p"},"target":{"kind":"Node","name":"n1"}}""";

        var first = await server.PostAsync($"{Pods}/p/binding", Body);
        var second = await server.PostAsync($"{Pods}/p/binding", Body);

        var pod = (await server.GetAsync($"{Pods}/p")).Json;
        Assert.Equal((201, "n1", "PodScheduled"), (first.Code, (string?)pod["spec"]!["nodeName"], (string?)pod["status"]!["conditions"]![0]!["type"]));
        Assert.Equal("Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node \"n1\"", second.Message);
    }

    [Fact]
    public async Task Eviction_Pod_IsHandedOn()
    {
        await using var server = await TestServer.StartAsync();
        await CreatePodAsync(server);
        var asked = "";
        server.Api.Evict = (ns, name, options, _) =>
        {
            asked = $"{ns}/{name} {options.GracePeriodSeconds}";
            return Task.CompletedTask;
        };

        var answer = await server.PostAsync($"{Pods}/p/eviction", """{"kind":"Eviction","apiVersion":"policy/v1","metadata":{"name":"p"},"deleteOptions":{"gracePeriodSeconds":5}}""");

        Assert.Equal((201, "demo/p 5"), (answer.Code, asked));
    }

    [Fact]
    public async Task NodeProxy_Path_IsHandedOn()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n1"}}""");
        server.Api.NodeProxy = (node, path, _) => Task.FromResult<NodeAnswer?>(new(200, "text/plain", Encoding.UTF8.GetBytes($"{node}: {path}")));

        Assert.Equal("n1: metrics/resource", (await server.GetAsync("/api/v1/nodes/n1/proxy/metrics/resource")).Text);
        Assert.Equal("nodes \"n2\" not found", (await server.GetAsync("/api/v1/nodes/n2/proxy/healthz")).Message);
    }

    [Fact]
    public async Task NodeProxy_NodeIsSilent_IsUnavailable()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n1"}}""");

        var answer = await server.GetAsync("/api/v1/nodes/n1/proxy/healthz");

        Assert.Equal((503, "ServiceUnavailable"), (answer.Code, (string?)answer.Json["reason"]));
    }

    [Fact]
    public async Task Finalize_TerminatingNamespace_RemovesIt()
    {
        await using var server = await TestServer.StartAsync();

        var deleted = await server.DeleteAsync("/api/v1/namespaces/demo");
        Assert.Equal("Terminating", (string?)deleted.Json["status"]!["phase"]);
        deleted.Json["spec"]!.AsObject().Remove("finalizers");
        await server.PutAsync("/api/v1/namespaces/demo/finalize", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"demo"},"spec":{}}""");

        Assert.Equal(404, (await server.GetAsync("/api/v1/namespaces/demo")).Code);
    }

    [Theory]
    [InlineData("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"create","resource":"pods"}}}""", """{"allowed":true}""")]
    [InlineData(
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        "{}",
        """{"userInfo":{"username":"kubernetes-admin","groups":["system:masters","system:authenticated"]}}""")]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"spec":{"user":"jane","nonResourceAttributes":{"verb":"get","path":"/apis"}}}""", """{"allowed":true}""")]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"spec":{"user":"system:anonymous","resourceAttributes":{"verb":"get"}}}""", """{"allowed":false}""")]
    [InlineData("/apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{"token":"unknown"}}""", """{"user":{},"error":"[invalid bearer token]"}""")]
    public async Task Reviews_Posted_AreAnswered(string path, string body, string status)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync(path, body);

        Assert.Equal((201, status), (answer.Code, answer.Json["status"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("authentication.k8s.io/v1/tokenreviews", "{}", "token is required for TokenReview in authentication")]
    [InlineData(
        "authorization.k8s.io/v1/subjectaccessreviews",
        """{"spec":{"user":"jane"}}""",
        """SubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified""")]
    public async Task Reviews_WithoutAQuestion_AreRefused(string path, string body, string message)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync("/apis/" + path, body);

        Assert.Equal(message, (string?)answer.Json["message"]);
    }

    private static Task<TestServer.Answer> CreatePodAsync(TestServer server) =>
        server.PostAsync(Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"nginx"}]}}""");
}
