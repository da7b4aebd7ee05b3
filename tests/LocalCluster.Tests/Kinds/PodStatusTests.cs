using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>What writes of a pod's status may do, and the rules and defaults of its resources.</summary>
public sealed class PodStatusTests
{
    private readonly KindsApi _api = new();

    [Fact]
    public async Task Update_WhatTheKubeletLeavesOut_Stays()
    {
        await CreateAsync();
        await SetAsync("""{"qosClass":"BestEffort","observedGeneration":3,"conditions":[{"type":"Ready","status":"False","observedGeneration":2}]}""");

        var pod = await SetAsync("""{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""");

        Assert.Equal(("Running", "BestEffort", 3), (pod.TextAt("status.phase"), pod.TextAt("status.qosClass"), pod.NumberAt("status.observedGeneration")));
        Assert.Equal(2, pod.PartsAt("status.conditions").Single().NumberAt("observedGeneration"));
    }

    [Theory]
    [InlineData("""{"qosClass":"Guaranteed"}""", "status.qosClass: Invalid value: \"Guaranteed\": field is immutable")]
    [InlineData("""{"observedGeneration":-1}""", "status.observedGeneration: Invalid value: -1: must be a non-negative integer")]
    [InlineData("""{"conditions":[{"type":"Ready","status":"True","observedGeneration":-1}]}""", "status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer")]
    public async Task Update_StatusThatCannotBe_IsRefused(string status, string error)
    {
        await CreateAsync();

        var refusal = await Assert.ThrowsAsync<ApiError>(() => SetAsync(status));

        Assert.Equal($"Pod \"p\" is invalid: {error}", refusal.Message);
    }

    [Theory]
    [InlineData("Always", """[{"resourceName":"cpu","restartPolicy":"Often"}]""", "Unsupported value: \"Often\": supported values: \"NotRequired\", \"RestartContainer\"")]
    [InlineData("Always", """[{"resourceName":"storage","restartPolicy":"NotRequired"}]""", "Unsupported value: \"storage\": supported values: \"cpu\", \"memory\"")]
    [InlineData("Never", """[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]""", "Invalid value: \"RestartContainer\": must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
    public async Task Create_ResizePolicyThatCannotBe_IsRefused(string restartPolicy, string policies, string error)
    {
        var refusal = await _api.RefusalAsync(Pod(restartPolicy, $$""","resizePolicy":{{policies}}"""));

        Assert.Equal($"Pod \"p\" is invalid: spec.containers[0].resizePolicy: {error}", refusal.Message);
    }

    [Theory]
    [InlineData(""","resources":{"limits":{"hugepages-2Mi":"4Mi"}}""", "spec.containers[0].resources: Forbidden: HugePages require cpu or memory")]
    [InlineData(""","resources":{"requests":{"cpu":"1"},"limits":{"hugepages-2Mi":"3Mi"}}""", "[spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi, spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of hugepages-2Mi]")]
    [InlineData(""","resources":{"claims":[{"name":"gpu"}]}""", "spec.containers[0].resources.claims[0]: Not found: \"gpu\": must be one of the names in pod.spec.resourceClaims which is empty")]
    public async Task Create_ContainerResourcesThatCannotBe_AreRefused(string resources, string error)
    {
        var refusal = await _api.RefusalAsync(Pod("Always", resources));

        Assert.Equal($"Pod \"p\" is invalid: {error}", refusal.Message);
    }

    [Fact]
    public async Task Create_PodLevelLimits_FillInWhatIsRequested()
    {
        var pod = await _api.CreateAsync("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{
              "resources":{"limits":{"cpu":"1","memory":"1Gi"}},
              "initContainers":[{"name":"i","image":"i","resources":{"requests":{"cpu":"500m"}}}],
              "containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"100m"}}}]}}
            """);

        Assert.Equal("""{"cpu":"500m","memory":"1Gi"}""", pod.PartAt("spec.resources.requests")!.ToJsonString());
        Assert.Equal("Burstable", pod.TextAt("status.qosClass"));
    }

    [Fact]
    public async Task Create_PodLevelRequestsAlone_StayAlone()
    {
        var pod = await _api.CreateAsync(
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"resources":{"requests":{"memory":"1Gi"}},"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"100m"}}}]}}""");

        Assert.Equal("""{"requests":{"memory":"1Gi"}}""", pod.PartAt("spec.resources")!.ToJsonString());
    }

    private async Task CreateAsync() => await _api.CreateAsync(Pod("Always", ""));

    private Task<JsonObject> SetAsync(string status) => _api.ChangePodAsync("p", "status", pod =>
    {
        pod["status"] = JsonNode.Parse(status);
        return pod;
    });

    private static string Pod(string restartPolicy, string container) => $$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"restartPolicy":"{{{restartPolicy}}}","containers":[{"name":"c","image":"i"{{{container}}}}]}}
        """;
}
