using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class PriorityAdmissionTests : IAsyncLifetime
{
    private readonly LocalClusterHost _host = new(new LocalClusterOptions());

    [Fact]
    public async Task Create_PodOfAClass_TakesItsPriority()
    {
        await CreateAsync("scheduling.k8s.io", "priorityclasses", """{"metadata":{"name":"high"},"value":100,"preemptionPolicy":"Never"}""");

        var pod = await CreateAsync("", "pods", Pod("\"priorityClassName\":\"high\","));

        Assert.Equal(100, pod.NumberAt("spec.priority"));
        Assert.Equal("Never", pod.TextAt("spec.preemptionPolicy"));
    }

    [Fact]
    public async Task Create_PodOfASystemClass_FindsItInEveryCluster()
    {
        var pod = await CreateAsync("", "pods", Pod("\"priorityClassName\":\"system-node-critical\","));

        Assert.Equal(2_000_001_000, pod.NumberAt("spec.priority"));
    }

    [Fact]
    public async Task Create_PodWithoutClass_TakesTheGlobalDefault()
    {
        await CreateAsync("scheduling.k8s.io", "priorityclasses", """{"metadata":{"name":"usual"},"value":7,"globalDefault":true}""");

        var pod = await CreateAsync("", "pods", Pod(""));

        Assert.Equal(7, pod.NumberAt("spec.priority"));
        Assert.Equal("usual", pod.TextAt("spec.priorityClassName"));
    }

    [Fact]
    public async Task Create_PodWhoseNameIsStillToCome_IsCalledByItsPrefix()
    {
        var json = Pod("\"priorityClassName\":\"none\",").Replace("\"name\":\"p\"", "\"generateName\":\"p-\"", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<ApiError>(() => CreateAsync("", "pods", json));

        Assert.Equal("pods \"p-\" is forbidden: no PriorityClass with name none was found", refusal.Message);
    }

    [Theory]
    [InlineData("\"priorityClassName\":\"none\",", "no PriorityClass with name none was found")]
    [InlineData("\"priority\":5,", "the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name")]
    public async Task Create_PodThatSaysOtherwise_IsForbidden(string field, string detail)
    {
        var refusal = await Assert.ThrowsAsync<ApiError>(() => CreateAsync("", "pods", Pod(field)));

        Assert.Equal($"pods \"p\" is forbidden: {detail}", refusal.Message);
    }

    public Task InitializeAsync() => _host.Api.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static string Pod(string field) =>
        $$$"""{"metadata":{"name":"p"},"spec":{{{{field}}}"containers":[{"name":"c","image":"i"}]}}""";

    private Task<JsonObject> CreateAsync(string group, string plural, string json)
    {
        var kind = _host.Api.Kinds.Find(group, "v1", plural) ?? throw new ArgumentException(plural);
        var ns = kind.Namespaced ? "default" : "";
        return _host.Api.Verbs.CreateAsync(kind, ns, JsonNode.Parse(json)!.AsObject(), WriteOptions.Internal, CancellationToken.None);
    }
}
