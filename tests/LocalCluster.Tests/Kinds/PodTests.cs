using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class PodTests
{
    private readonly KindsApi _api = new();

    [Fact]
    public async Task Create_BarePod_GetsWhatTheServerAdds()
    {
        var pod = await _api.CreateAsync("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"c","image":"nginx"}]}}""");

        Assert.Equal("Pending", pod.TextAt("status.phase"));
        Assert.Equal("BestEffort", pod.TextAt("status.qosClass"));
        Assert.Equal("Always", pod.TextAt("spec.restartPolicy"));
        Assert.Equal(["not-ready", "unreachable"], pod.PartsAt("spec.tolerations").Select(one => one.TextAt("key").Split('/')[1]));
        Assert.Equal(3607, pod.PartsAt("spec.volumes").Single().PartsAt("projected.sources").First().NumberAt("serviceAccountToken.expirationSeconds"));
        Assert.Equal("Always", pod.PartsAt("spec.containers").Single().TextAt("imagePullPolicy"));
        Assert.Equal("{}", pod.PartsAt("spec.containers").Single().NodeAt("resources")?.ToJsonString());
    }

    [Theory]
    [InlineData("nginx", "Always")]
    [InlineData("nginx:latest", "Always")]
    [InlineData("nginx:1.25", "IfNotPresent")]
    [InlineData("registry:5000/nginx", "Always")]
    [InlineData("nginx@sha256:0123", "IfNotPresent")]
    public async Task Create_Image_DecidesPullPolicy(string image, string policy)
    {
        var pod = await _api.CreateAsync(Pod($$$"""{"name":"c","image":"{{{image}}}"}"""));

        Assert.Equal(policy, pod.PartsAt("spec.containers").Single().TextAt("imagePullPolicy"));
    }

    [Theory]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [InlineData("""{"limits":{"cpu":"1"}}""", "Burstable")]
    [InlineData("""{"requests":{"cpu":"500m"}}""", "Burstable")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"0.5"}}""", "Burstable")]
    [InlineData("""{"requests":{"cpu":"0"}}""", "BestEffort")]
    public async Task Create_Resources_DecideQualityOfService(string resources, string expected)
    {
        var pod = await _api.CreateAsync(Pod($$$"""{"name":"c","image":"i","resources":{{{resources}}}}"""));

        Assert.Equal(expected, pod.TextAt("status.qosClass"));
    }

    [Theory]
    [InlineData("""{"name":"c","image":"i","resources":{"requests":{"cpu":"800m"},"limits":{"cpu":"0.7"}}}""", "spec.containers[0].resources.requests: Invalid value: \"800m\": must be less than or equal to cpu limit of 700m")]
    [InlineData("""{"name":"c"}""", "spec.containers[0].image: Required value")]
    [InlineData("""{"image":"i"}""", "spec.containers[0].name: Required value")]
    [InlineData("""{"name":"c","image":"i","ports":[{}]}""", "spec.containers[0].ports[0].containerPort: Required value")]
    [InlineData("""{"name":"c","image":"i","ports":[{"containerPort":70000}]}""", "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    [InlineData("""{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}""", "spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [InlineData("""{"name":"c","image":"i","imagePullPolicy":"No"}""", "spec.containers[0].imagePullPolicy: Unsupported value: \"No\": supported values: \"Always\", \"IfNotPresent\", \"Never\"")]
    [InlineData("""{"name":"c","image":"i"},{"name":"c","image":"i"}""", "spec.containers[1].name: Duplicate value: \"c\"")]
    public async Task Create_BadContainer_IsRefusedInKubernetesWords(string containers, string error)
    {
        var refusal = await _api.RefusalAsync(Pod(containers));

        Assert.Equal($"Pod \"p\" is invalid: {error}", refusal.Message);
    }

    [Theory]
    [InlineData("""{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}}]}""", "Running")]
    [InlineData("""{"phase":"Running","containerStatuses":[{"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""", "CrashLoopBackOff")]
    [InlineData("""{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}""", "ExitCode:3")]
    [InlineData("""{"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}""", "Completed")]
    [InlineData("""{"phase":"Failed","reason":"Evicted"}""", "Evicted")]
    public void Reason_Status_IsTheWordOfThePrinter(string status, string expected)
    {
        var pod = new JsonObject { ["status"] = JsonNode.Parse(status) };

        Assert.Equal(expected, LocalCluster.Kinds.Core.PodState.Reason(pod));
    }

    private static string Pod(string containers) =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{{{containers}}}]}}""";
}
