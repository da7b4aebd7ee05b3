using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>What the node that a pod is placed on has to say about its resize.</summary>
public sealed class PodResizeAdmissionTests
{
    private readonly ObjectStore _store = new();

    [Theory]
    [InlineData("""{"containers":[{"name":"c","resources":{"requests":{"cpu":"2"}}}]}""", null)]
    [InlineData("""{"containers":[{"name":"c","resources":{"requests":{"cpu":"5"}}}]}""", "node didn't have enough allocatable resources: cpu, requested: 5000, allocatable: 4000")]
    [InlineData("""{"containers":[{"name":"c","resources":{"requests":{"cpu":"4001m","memory":"9Gi"}}}]}""", "node didn't have enough allocatable resources: cpu, requested: 4001, allocatable: 4000; memory, requested: 9663676416, allocatable: 8589934592")]
    [InlineData("""{"resources":{"requests":{"cpu":"1"}}}""", "pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node \"n\"")]
    [InlineData("""{"initContainers":[{"name":"i","resources":{"requests":{"cpu":"1"}}}]}""", "pod update requires features InPlacePodVerticalScalingInitContainers which are not available on node \"n\"")]
    public async Task Admit_ResizeOfAPlacedPod_AsksTheNode(string spec, string? refusal)
    {
        AddNode("{}");

        Assert.Equal(refusal is null ? null : $"pods \"p\" is forbidden: {refusal}", await AnswerAsync("Burstable", spec));
    }

    [Fact]
    public async Task Admit_NodeThatDeclaresTheFeature_MayBeResizedOn()
    {
        AddNode("{}", PodResizeAdmission.PodLevel);

        Assert.Null(await AnswerAsync("Burstable", """{"resources":{"requests":{"cpu":"1"}}}"""));
    }

    [Fact]
    public async Task Admit_GuaranteedPod_NeedsANodeThatChangesItsProcessor()
    {
        AddNode("{}");

        Assert.Equal(
            "pods \"p\" is forbidden: pod update requires features GuaranteedQoSPodCPUResize which are not available on node \"n\"",
            await AnswerAsync("Guaranteed", """{"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]}"""));
    }

    [Fact]
    public async Task Admit_NodeThatIsGoneOrRunsAnotherSystem_IsNoPlaceToResizeOn()
    {
        const string Spec = """{"containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]}""";

        Assert.Equal("pods \"p\" is forbidden: node \"n\" not found", await AnswerAsync("Burstable", Spec));
        AddNode("""{"kubernetes.io/os":"windows"}""");
        Assert.Equal("pods \"p\" is forbidden: pod resize is only supported on linux nodes, node \"n\" is \"windows\"", await AnswerAsync("Burstable", Spec));
    }

    private async Task<string?> AnswerAsync(string quality, string spec)
    {
        var old = Pod(quality, """{"containers":[{"name":"c"}],"initContainers":[{"name":"i"}]}""", 1);
        var now = Pod(quality, spec, 2);
        foreach (var list in new[] { "containers", "initContainers" })
        {
            now.Ensure("spec").SetDefault(list, old["spec"]![list]!.DeepClone());
        }

        var request = new AdmissionRequest("UPDATE", PodKind.Description, "default", "p", new WriteOptions { Subresource = "resize" }) { Object = now, Old = old };
        try
        {
            await new PodResizeAdmission(_store, NodeKind.Description).AdmitAsync(request, CancellationToken.None);
            return null;
        }
        catch (ApiError refusal)
        {
            return refusal.Message;
        }
    }

    private static JsonObject Pod(string quality, string spec, int generation)
    {
        var pod = JsonNode.Parse($$$"""{"metadata":{"name":"p","generation":{{{generation}}}},"spec":{{{spec}}},"status":{"qosClass":"{{{quality}}}"}}""")!.AsObject();
        pod.Ensure("spec")["nodeName"] = "n";
        return pod;
    }

    private void AddNode(string labels, params string[] features) => _store.Insert(NodeKind.Description, JsonNode.Parse($$$"""
        {"metadata":{"name":"n","labels":{{{labels}}}},"status":{"allocatable":{"cpu":"4","memory":"8Gi"},"declaredFeatures":[{{{string.Join(',', features.Select(feature => $"\"{feature}\""))}}}]}}
        """)!.AsObject());
}
