using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Tests.Api.Http;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class ServiceTests : IAsyncLifetime
{
    private const string Path = "/api/v1/namespaces/demo/services";

    private TestServer _server = null!;

    [Fact]
    public async Task Create_NodePorts_AreDrawnFromTheRangeAndDiffer()
    {
        var first = await CreateAsync("a", "\"type\":\"NodePort\",\"ports\":[{\"name\":\"x\",\"port\":80},{\"name\":\"y\",\"port\":81}]");
        var second = await CreateAsync("b", "\"type\":\"LoadBalancer\",\"ports\":[{\"port\":80}]");

        var ports = NodePorts(first).Concat(NodePorts(second)).ToList();
        Assert.Equal(3, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port!.Value, 30000, 32767));
        Assert.Equal("Cluster", first.TextAt("spec.externalTrafficPolicy"));
        Assert.True(second.FlagAt("spec.allocateLoadBalancerNodePorts"));
    }

    [Fact]
    public async Task Create_BalancerWithoutNodePorts_KeepsThoseThatAreAskedForOnly()
    {
        var service = await CreateAsync("a", "\"type\":\"LoadBalancer\",\"allocateLoadBalancerNodePorts\":false,\"ports\":[{\"name\":\"x\",\"port\":80},{\"name\":\"y\",\"port\":81,\"nodePort\":30001}]");

        Assert.Equal([null, 30001], NodePorts(service));
    }

    [Theory]
    [InlineData("\"type\":\"NodePort\",\"ports\":[{\"port\":80,\"nodePort\":80}]", "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767")]
    [InlineData("\"type\":\"NodePort\",\"ports\":[{\"port\":80,\"nodePort\":31000}]", "spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated")]
    [InlineData("\"ports\":[{\"port\":80,\"nodePort\":31001}]", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [InlineData("\"ports\":[{\"port\":80}],\"allocateLoadBalancerNodePorts\":true", "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'")]
    [InlineData("\"ports\":[{\"port\":80}],\"externalTrafficPolicy\":\"Local\"", "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services")]
    [InlineData("\"ports\":[{\"port\":80}],\"loadBalancerClass\":\"a.b/c\"", "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'")]
    public async Task Create_FieldsThatDoNotFit_AreRefused(string spec, string error)
    {
        await CreateAsync("first", "\"type\":\"NodePort\",\"ports\":[{\"port\":80,\"nodePort\":31000}]");

        var answer = await _server.PostAsync(Path, $$$"""{"metadata":{"name":"s"},"spec":{ {{{spec}}} } }""");

        Assert.Equal((422, $"Service \"s\" is invalid: {error}"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Patch_Type_TakesAndGivesBackWhatItNeeds()
    {
        var before = await CreateAsync("s", "\"ports\":[{\"port\":80}]");

        var balanced = await PatchAsync("""{"spec":{"type":"LoadBalancer"}}""");
        Assert.NotNull(NodePorts(balanced).Single());
        Assert.Equal(before.TextAt("spec.clusterIP"), balanced.TextAt("spec.clusterIP"));

        var inner = await PatchAsync("""{"spec":{"type":"ClusterIP","ports":[{"port":80}]}}""");
        Assert.Equal(before["spec"]!.ToJsonString(), inner["spec"]!.ToJsonString());

        var named = await PatchAsync("""{"spec":{"type":"ExternalName","externalName":"x.y"}}""");
        Assert.Null(named.NodeAt("spec.clusterIP"));
        Assert.NotEmpty((await PatchAsync("""{"spec":{"type":"ClusterIP","externalName":null}}""")).TextAt("spec.clusterIP"));
    }

    [Fact]
    public async Task Patch_Ports_KeepTheirNodePortsByName()
    {
        var before = await CreateAsync("s", "\"type\":\"NodePort\",\"ports\":[{\"name\":\"x\",\"port\":80},{\"name\":\"y\",\"port\":81}]");

        var after = await PatchAsync("""{"spec":{"ports":[{"name":"z","port":82},{"name":"y","port":8081}]}}""");

        Assert.Equal(NodePorts(before)[1], NodePorts(after)[1]);
        Assert.NotNull(NodePorts(after)[0]);
    }

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static List<long?> NodePorts(JsonNode service) => [.. service.PartsAt("spec.ports").Select(port => port.NumberAt("nodePort"))];

    private async Task<JsonNode> CreateAsync(string name, string spec) =>
        Accepted(await _server.PostAsync(Path, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{ {{{spec}}} } }"""));

    private async Task<JsonNode> PatchAsync(string patch) => Accepted(await _server.PatchAsync($"{Path}/s", patch));

    private static JsonNode Accepted(TestServer.Answer answer)
    {
        Assert.True(answer.Code is 200 or 201, answer.Text);
        return answer.Json;
    }
}
