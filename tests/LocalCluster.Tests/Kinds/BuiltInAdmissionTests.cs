using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Tests.Api.Http;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class BuiltInAdmissionTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/demo/pods";
    private const string Claims = "/api/v1/namespaces/demo/persistentvolumeclaims";

    private TestServer _server = null!;

    [Fact]
    public async Task Create_PodOfARuntimeClass_TakesItsOverheadAndPlacement()
    {
        await CreateAsync("/apis/node.k8s.io/v1/runtimeclasses", """
            {"metadata":{"name":"kata"},"handler":"kata","overhead":{"podFixed":{"cpu":"0.25","memory":"120Mi"} },
             "scheduling":{"nodeSelector":{"kata":"yes"},"tolerations":[{"key":"kata","operator":"Exists"}]} }
            """);

        var pod = await CreateAsync(Pods, Pod("\"runtimeClassName\":\"kata\",\"nodeSelector\":{\"disk\":\"ssd\"},"));

        Assert.Equal("""{"cpu":"250m","memory":"120Mi"}""", pod["spec"]!["overhead"]!.ToJsonString());
        Assert.Equal("""{"disk":"ssd","kata":"yes"}""", pod["spec"]!["nodeSelector"]!.ToJsonString());
        Assert.Contains(pod.PartsAt("spec.tolerations"), one => one.TextAt("key") == "kata");
    }

    [Theory]
    [InlineData("\"runtimeClassName\":\"none\",", "pod rejected: RuntimeClass \"none\" not found")]
    [InlineData("\"runtimeClassName\":\"kata\",\"overhead\":{\"cpu\":\"1\"},", "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")]
    [InlineData("\"overhead\":{\"cpu\":\"1\"},", "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")]
    [InlineData("\"runtimeClassName\":\"kata\",\"nodeSelector\":{\"kata\":\"no\"},", "conflict: runtimeClass.scheduling.nodeSelector[kata] = yes; pod.spec.nodeSelector[kata] = no")]
    public async Task Create_PodThatItsRuntimeClassDoesNotAllow_IsForbidden(string fields, string reason)
    {
        await CreateAsync("/apis/node.k8s.io/v1/runtimeclasses", """
            {"metadata":{"name":"kata"},"handler":"kata","overhead":{"podFixed":{"cpu":"250m"} },"scheduling":{"nodeSelector":{"kata":"yes"} } }
            """);

        var answer = await _server.PostAsync(Pods, Pod(fields));

        Assert.Equal((403, $"pods \"p\" is forbidden: {reason}"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Create_PodWithTheOverheadOfItsClass_IsAccepted()
    {
        await CreateAsync("/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"kata"},"handler":"kata","overhead":{"podFixed":{"cpu":"250m"} } }""");

        Assert.Equal("250m", (await CreateAsync(Pods, Pod("\"runtimeClassName\":\"kata\",\"overhead\":{\"cpu\":\"0.25\"},"))).TextAt("spec.overhead.cpu"));
    }

    [Fact]
    public async Task Create_ClaimThatNamesNoClass_GetsTheDefault()
    {
        await ClassAsync("usual", "true");
        await ClassAsync("other", "false");

        Assert.Equal("usual", (await ClaimAsync("open", "")).TextAt("spec.storageClassName"));
        Assert.Equal("", (await ClaimAsync("none", "\"storageClassName\":\"\",")).TextAt("spec.storageClassName"));
        Assert.Equal("other", (await ClaimAsync("own", "\"storageClassName\":\"other\",")).TextAt("spec.storageClassName"));
    }

    [Fact]
    public async Task Patch_ClaimGrows_OnlyWhenBoundAndItsClassAllowsIt()
    {
        await ClassAsync("stiff", "false");
        await ClaimAsync("c", "\"storageClassName\":\"stiff\",");
        Assert.Equal(
            (422, "PersistentVolumeClaim \"c\" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                + "@@ -6,7 +6,7 @@\n  \"Resources\": {\n   \"Limits\": null,\n   \"Requests\": {\n-   \"storage\": \"1Gi\"\n+   \"storage\": \"2Gi\"\n   }\n  },\n  \"VolumeName\": \"\",\n"),
            await GrowAsync());

        await _server.PatchAsync($"{Claims}/c/status", """{"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}}""");
        Assert.Equal(
            (403, "persistentvolumeclaims \"c\" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"),
            await GrowAsync());

        await _server.PatchAsync("/apis/storage.k8s.io/v1/storageclasses/stiff", """{"allowVolumeExpansion":true}""");
        Assert.Equal((200, ""), await GrowAsync());
        var shrunk = await _server.PatchAsync($"{Claims}/c", """{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}""");
        Assert.Equal(
            "PersistentVolumeClaim \"c\" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity", shrunk.Message);
    }

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private async Task<(int Code, string Message)> GrowAsync()
    {
        var answer = await _server.PatchAsync($"{Claims}/c", """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""");
        return (answer.Code, answer.Message);
    }

    private Task<JsonNode> ClassAsync(string name, string isDefault) => CreateAsync("/apis/storage.k8s.io/v1/storageclasses", $$$"""
        {"metadata":{"name":"{{{name}}}","annotations":{"storageclass.kubernetes.io/is-default-class":"{{{isDefault}}}"} },"provisioner":"csi.example.com"}
        """);

    private Task<JsonNode> ClaimAsync(string name, string fields) => CreateAsync(Claims, $$$"""
        {"metadata":{"name":"{{{name}}}"},"spec":{ {{{fields}}}"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }
        """);

    private static string Pod(string fields) =>
        $$$"""{"metadata":{"name":"p"},"spec":{ {{{fields}}}"containers":[{"name":"c","image":"i"}]} }""";

    private async Task<JsonNode> CreateAsync(string path, string body)
    {
        var answer = await _server.PostAsync(path, body);
        Assert.True(answer.Code == 201, answer.Text);
        return answer.Json;
    }
}
