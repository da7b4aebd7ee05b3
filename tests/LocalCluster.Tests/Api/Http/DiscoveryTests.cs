namespace Autoscale.LocalCluster.Tests.Api.Http;

public sealed class DiscoveryTests
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    [Fact]
    public async Task Version_IsThatOfTheServerWeStandFor()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal("v1.36.2", (string?)(await server.GetAsync("/version")).Json["gitVersion"]);
    }

    [Fact]
    public async Task Apis_Aggregated_NestsSubresources()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/apis", Aggregated);

        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", answer.Type.Replace("; ", ";", StringComparison.Ordinal));
        var apps = answer.Json["items"]!.AsArray().First(group => (string?)group!["metadata"]!["name"] == "apps")!;
        var deployments = apps["versions"]![0]!["resources"]!.AsArray().First(one => (string?)one!["resource"] == "deployments")!;
        Assert.Equal("""["scale","status"]""", $"[{string.Join(',', deployments["subresources"]!.AsArray().Select(sub => sub!["subresource"]!.ToJsonString()))}]");
        Assert.Equal("Namespaced", (string?)deployments["scope"]);
    }

    [Fact]
    public async Task Apis_BetaOfAggregated_FallsBackToTheLegacyList()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/apis", "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json");

        Assert.Equal("APIGroupList", (string?)answer.Json["kind"]);
    }

    [Fact]
    public async Task Apis_Autoscaling_PrefersTheSecondVersion()
    {
        await using var server = await TestServer.StartAsync();

        var group = (await server.GetAsync("/apis/autoscaling")).Json;

        Assert.Equal(["v2", "v1"], group["versions"]!.AsArray().Select(version => (string?)version!["version"]));
        Assert.Equal("autoscaling/v2", (string?)group["preferredVersion"]!["groupVersion"]);
    }

    [Fact]
    public async Task Resources_OfAutoscaling_AreThoseOfTheRealServer()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/apis/autoscaling/v2");

        Assert.Equal(
            """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"autoscaling/v2","resources":[{"name":"horizontalpodautoscalers","singularName":"horizontalpodautoscaler","namespaced":true,"kind":"HorizontalPodAutoscaler","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"shortNames":["hpa"],"categories":["all"],"storageVersionHash":"qwQve8ut294="},{"name":"horizontalpodautoscalers/status","singularName":"","namespaced":true,"kind":"HorizontalPodAutoscaler","verbs":["get","patch","update"]}]}""",
            answer.Text);
    }

    [Fact]
    public async Task OpenApi_OfAGroup_SaysThatFieldsAreValidatedHere()
    {
        await using var server = await TestServer.StartAsync();

        var index = (await server.GetAsync("/openapi/v3")).Json;
        var url = (string)index["paths"]!["apis/apps/v1"]!["serverRelativeURL"]!;
        var patch = (await server.GetAsync(url)).Json["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;

        Assert.Contains("fieldValidation", patch["parameters"]!.AsArray().Select(one => (string?)one!["name"]));
        Assert.Equal("""{"group":"apps","kind":"Deployment","version":"v1"}""", patch["x-kubernetes-group-version-kind"]!.ToJsonString());
    }

    [Fact]
    public async Task Readyz_Verbose_ListsChecks()
    {
        await using var server = await TestServer.StartAsync();

        var text = (await server.GetAsync("/readyz?verbose")).Text;

        Assert.StartsWith("[+]ping ok\n", text, StringComparison.Ordinal);
        Assert.EndsWith("readyz check passed\n", text, StringComparison.Ordinal);
    }
}
