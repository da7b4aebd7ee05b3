using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>The resize subresource of pods.</summary>
public sealed class PodResizeTests
{
    private readonly KindsApi _api = new();

    [Fact]
    public async Task Resize_OtherChanges_AreDropped()
    {
        await CreateAsync("""{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m"}}}""");

        var resized = await ResizeAsync("""
            {"metadata":{"labels":{"a":"b"}},"spec":{"nodeName":"n","containers":[{"name":"c","image":"other","resources":{"requests":{"cpu":"200m"}}}]}}
            """);

        var container = resized.PartsAt("spec.containers").Single();
        Assert.Equal(("200m", "nginx"), (container.TextAt("resources.requests.cpu"), container.TextAt("image")));
        Assert.Equal(("", null), (resized.TextAt("spec.nodeName"), resized.NodeAt("metadata.labels")));
        Assert.Equal(2, resized.NumberAt("metadata.generation"));
    }

    [Fact]
    public async Task Resize_ToTheSame_ChangesNothing()
    {
        var created = await CreateAsync("""{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m"}}}""");

        var resized = await ResizeAsync("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"0.1"}}}]}}""");

        Assert.Equal((1L, created.TextAt("metadata.resourceVersion")), (resized.NumberAt("metadata.generation"), resized.TextAt("metadata.resourceVersion")));
    }

    [Theory]
    [InlineData("""{"requests":{"memory":null}}""", "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed")]
    [InlineData("""{"limits":{"cpu":null}}""", "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed")]
    [InlineData("""{"requests":{"ephemeral-storage":"1Gi"}}""", "spec: Forbidden: only cpu and memory resources are mutable")]
    [InlineData("""{"limits":{"memory":"1Gi"},"requests":{"memory":"1Gi","cpu":"1"}}""", "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing")]
    [InlineData("""{"requests":{"cpu":"2"}}""", "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    public async Task Resize_OfAContainer_IsRefusedInKubernetesWords(string resources, string error)
    {
        await CreateAsync("""{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"1"}}}""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => ResizeAsync($$$"""{"spec":{"containers":[{"name":"c","resources":{{{resources}}}}]}}"""));

        Assert.Equal($"Pod \"p\" is invalid: {error}", refusal.Message);
    }

    [Theory]
    [InlineData("""{"resources":null}""", "spec.resources: Forbidden: pod-level resources cannot be removed")]
    [InlineData("""{"resources":{"limits":null}}""", "spec.resources.limits: Forbidden: pod-level resource limits cannot be removed")]
    [InlineData("""{"resources":{"limits":{"hugepages-2Mi":"2Mi"}}}""", "spec: Forbidden: only cpu and memory resources are mutable at pod-level")]
    [InlineData("""{"containers":[{"name":"d","image":"i"}]}""", "spec.containers: Forbidden: containers may not be added or removed on resize")]
    [InlineData("""{"initContainers":[{"name":"i","resources":{"requests":{"ephemeral-storage":"1"}}}]}""", "spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable")]
    public async Task Resize_OfAPod_IsRefusedInKubernetesWords(string spec, string error)
    {
        await CreateAsync(
            """{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m"}}}""",
            ""","resources":{"requests":{"cpu":"1"},"limits":{"cpu":"2"}},"initContainers":[{"name":"i","image":"i"}]""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => ResizeAsync($$$"""{"spec":{{{spec}}}}"""));

        Assert.Equal($"Pod \"p\" is invalid: {error}", refusal.Message);
    }

    // As dropCPUMemoryResourcesFromContainer: what it compares with has no claims.
    [Fact]
    public async Task Resize_OfAContainerWithDeviceClaims_IsRefused()
    {
        await CreateAsync(
            """{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m"},"claims":[{"name":"gpu"}]}}""",
            ""","resourceClaims":[{"name":"gpu","resourceClaimName":"one"}]""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => ResizeAsync("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"200m"}}}]}}"""));

        Assert.Equal("Pod \"p\" is invalid: spec: Forbidden: only cpu and memory resources are mutable", refusal.Message);
    }

    [Fact]
    public async Task Resize_ContainersRenamed_IsRefused()
    {
        await CreateAsync("""{"name":"c","image":"nginx"},{"name":"d","image":"nginx"}""");

        var refusal = await Assert.ThrowsAsync<ApiError>(() => _api.ChangePodAsync("p", "resize", pod =>
        {
            pod.PartsAt("spec.containers").Last()["name"] = "e";
            return pod;
        }));

        Assert.Equal("Pod \"p\" is invalid: spec.containers[1].name: Forbidden: containers may not be renamed or reordered on resize", refusal.Message);
    }

    [Theory]
    [InlineData("""{"kubernetes.io/config.mirror":"x"}""", "", ": Forbidden: static pods cannot be resized")]
    [InlineData("{}", ""","os":{"name":"windows"}""", ": Forbidden: windows pods cannot be resized")]
    public async Task Resize_OfPodsThatCannotBe_IsRefused(string annotations, string spec, string error)
    {
        await CreateAsync("""{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m"}}}""", spec, annotations);

        var refusal = await Assert.ThrowsAsync<ApiError>(() => ResizeAsync("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"200m"}}}]}}"""));

        Assert.Equal($"Pod \"p\" is invalid: {error}", refusal.Message);
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData(""","resources":{}""", 200)]
    public async Task Resize_OfARunningPod_NeedsANodeThatTellsOfResources(string resources, int code)
    {
        await CreateAsync("""{"name":"c","image":"nginx","resources":{"requests":{"cpu":"100m"}}}""");
        await _api.ChangePodAsync("p", "status", pod =>
        {
            pod.Ensure("status")["containerStatuses"] = JsonNode.Parse($$$"""[{"name":"c","state":{"running":{}}{{{resources}}}}]""");
            return pod;
        });

        var patch = """{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"200m"}}}]}}""";

        if (code == 200)
        {
            Assert.Equal(2, (await ResizeAsync(patch)).NumberAt("metadata.generation"));
            return;
        }

        var refusal = await Assert.ThrowsAsync<ApiError>(() => ResizeAsync(patch));
        Assert.Equal("Pod \"p\" is invalid: spec: Forbidden: Pod running on node without support for resize", refusal.Message);
    }

    private Task<JsonObject> ResizeAsync(string patch) => _api.ResizeAsync("p", JsonNode.Parse(patch)!.AsObject());

    private Task<JsonObject> CreateAsync(string containers, string spec = "", string annotations = "{}") =>
        _api.CreateAsync($$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","annotations":{{{annotations}}} },"spec":{"containers":[{{{containers}}}]{{{spec}}} } }""");
}
