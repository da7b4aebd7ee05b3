using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Tests.Admitting;

public sealed class RecommendationPolicyTests
{
    private const string Boost = ",'startupBoost':{'cpu':{'type':'Factor','factor':3}}";

    [Theory]
    [InlineData("Initial")]
    [InlineData("Recreate")]
    [InlineData("Auto")]
    [InlineData("InPlaceOrRecreate")]
    [InlineData("InPlace")]
    public async Task Mutate_PodOfATarget_GetsRequestsLimitsAndAnnotations(string mode)
    {
        await using var scene = await new WebhookScene().Vpa(spec: $",'updatePolicy':{{'updateMode':'{mode}'}}").StartAsync();

        var patch = Operations(await scene.AdmitAsync(WebhookScene.Pod));

        Assert.Equal("300m", patch["/spec/containers/0/resources/requests/cpu"]);
        Assert.Equal("64Mi", patch["/spec/containers/0/resources/requests/memory"]);
        Assert.Equal("600m", patch["/spec/containers/0/resources/limits/cpu"]);
        Assert.Equal(
            """{"vpaUpdates":"Pod resources updated by right: container 0: memory: limit NOT set since originalLimit is nil or 0, cpu request, memory request, cpu limit","vpaObservedContainers":"app"}""",
            patch["/metadata/annotations"]);
    }

    [Theory]
    [InlineData(",'updatePolicy':{'updateMode':'Off'}", "web", "shop", "web")]
    [InlineData("", "other", "shop", "web")]
    [InlineData("", "web", "elsewhere", "web")]
    [InlineData("", "web", "shop", "db")]
    public async Task Mutate_PodThatNoActiveAutoscalerSelects_StaysAsItIs(string spec, string target, string inNamespace, string label)
    {
        await using var scene = await new WebhookScene().Vpa(spec: spec, target: target).StartAsync();

        var patch = await scene.AdmitAsync(WebhookScene.Pod.Replace("'app':'web'", $"'app':'{label}'", StringComparison.Ordinal), inNamespace);

        Assert.Empty(patch);
    }

    [Fact]
    public async Task Mutate_ModeOffWithABoost_OnlyBoosts()
    {
        await using var scene = await new WebhookScene().Vpa(spec: ",'updatePolicy':{'updateMode':'Off'}" + Boost).StartAsync();

        var patch = Operations(await scene.AdmitAsync(WebhookScene.Pod));

        Assert.Equal("300m", patch["/spec/containers/0/resources/requests/cpu"]);
        Assert.Equal("600m", patch["/spec/containers/0/resources/limits/cpu"]);
        Assert.DoesNotContain(patch.Keys, path => path.EndsWith("memory", StringComparison.Ordinal));
        Assert.Equal("""{"requests":{"cpu":"100m"},"limits":{"cpu":"200m"}}""", (string?)JsonNode.Parse(patch["/metadata/annotations"])!["vpaCpuStartupBoost/app"]);
    }

    [Fact]
    public async Task Mutate_BoostThatIsNotAllowed_IsLeftOut()
    {
        await using var scene = await new WebhookScene().Vpa(spec: Boost).StartAsync(new() { AllowsStartupBoost = false });

        Assert.Equal("300m", Operations(await scene.AdmitAsync(WebhookScene.Pod))["/spec/containers/0/resources/requests/cpu"]);
    }

    [Fact]
    public async Task Mutate_BoostBeyondTheMaximum_IsHeldThere()
    {
        await using var scene = await new WebhookScene().Vpa(spec: Boost).StartAsync(new() { MaxAllowedCpuBoost = Quantity.Parse("500m") });

        Assert.Equal("500m", Operations(await scene.AdmitAsync(WebhookScene.Pod))["/spec/containers/0/resources/requests/cpu"]);
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "500m")]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "700m")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "500m")]
    public async Task Mutate_TwoAutoscalers_FollowsTheOlderThenTheFirstByName(string first, string second, string expected)
    {
        await using var scene = await new WebhookScene()
            .Vpa("b", created: second, cpu: "700m").Vpa("a", created: first, cpu: "500m").StartAsync();

        Assert.Equal(expected, Operations(await scene.AdmitAsync(WebhookScene.Pod))["/spec/containers/0/resources/requests/cpu"]);
    }

    [Fact]
    public async Task Mutate_ControllerAheadOfTheCache_IsAskedFor()
    {
        await using var scene = await new WebhookScene().Vpa().StartAsync();
        scene.Api.AddUnlisted(
            WebhookScene.ReplicaSets.Of("shop", "web-b"),
            "{'metadata':{'name':'web-b','namespace':'shop','ownerReferences':[{'apiVersion':'apps/v1','kind':'Deployment','name':'web','uid':'d','controller':true}]}}");

        var patch = await scene.AdmitAsync(WebhookScene.Pod.Replace("web-a", "web-b", StringComparison.Ordinal));

        Assert.Equal("300m", Operations(patch)["/spec/containers/0/resources/requests/cpu"]);
        Assert.Contains("/apis/apps/v1/namespaces/shop/replicasets/web-b", scene.Api.Read);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Mutate_ControllerThatCannotBeRead_AdmitsThePodAsItIs(HttpStatusCode code)
    {
        await using var scene = await new WebhookScene().Vpa().StartAsync();
        scene.Api.Fail("/apis/apps/v1/namespaces/shop/replicasets/web-b", code);

        Assert.Empty(await scene.AdmitAsync(WebhookScene.Pod.Replace("web-a", "web-b", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mutate_ControllerThatNobodyAnswersFor_AdmitsThePodWhenPatienceEnds()
    {
        await using var scene = await new WebhookScene().Vpa().StartAsync();
        scene.Api.Hang("/apis/apps/v1/namespaces/shop/replicasets/web-b");

        var admitting = scene.AdmitAsync(WebhookScene.Pod.Replace("web-a", "web-b", StringComparison.Ordinal));
        Assert.False(admitting.IsCompleted);
        scene.Api.Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Empty(await admitting.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Mutate_CachesNotFilled_AdmitsThePodWhenPatienceEnds()
    {
        await using var scene = new WebhookScene().Vpa();
        scene.Api.Hang("/api/v1/limitranges");
        await scene.StartAsync(waits: false);

        var admitting = scene.AdmitAsync(WebhookScene.Pod);
        Assert.False(admitting.IsCompleted);
        scene.Api.Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Empty(await admitting.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Theory]
    [InlineData("{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','resources':{'requests':{'cpu':'much'}}}]}}")]
    [InlineData("{'metadata':{'name':'p'},'spec':{'containers':'none'}}")]
    [InlineData("[]")]
    public async Task Mutate_PodThatCannotBeRead_IsLeftToTheServer(string pod)
    {
        await using var scene = await new WebhookScene().Vpa().StartAsync();

        Assert.Empty(await scene.AdmitAsync(pod));
    }

    [Fact]
    public async Task Mutate_StatusSentAlong_IsNotThePods()
    {
        await using var scene = await new WebhookScene().Vpa().StartAsync();
        var pod = WebhookScene.Pod[..^1] + ",'status':{'containerStatuses':[{'name':'app','resources':{'requests':{'cpu':'1'},'limits':{'cpu':'9'}}}]}}";

        Assert.Equal("600m", Operations(await scene.AdmitAsync(pod))["/spec/containers/0/resources/limits/cpu"]);
    }

    [Fact]
    public async Task Mutate_LimitRangeOfTheNamespace_IsHeeded()
    {
        var scene = new WebhookScene().Vpa();
        scene.Api.Add(new("", "v1", "limitranges"), "{'metadata':{'name':'l','namespace':'shop'},'spec':{'limits':[{'type':'Container','max':{'cpu':'400m'}}]}}");
        await using var started = await scene.StartAsync();

        var patch = await scene.AdmitAsync(WebhookScene.Pod);

        Assert.Equal("200m", Operations(patch)["/spec/containers/0/resources/requests/cpu"]);
        Assert.Contains("cpu capped to fit Max in container LimitRange", patch, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutate_QuotaWithoutRoomForMore_KeepsThePodsOwnAndSaysSo()
    {
        await using var scene = await new WebhookScene
        {
            Refuses = (requests, _) => requests["cpu"] > Quantity.Parse("250m") ? "quota small: requests.cpu 300m of 250m left" : null,
        }.Vpa().StartAsync();

        var patch = Operations(await scene.AdmitAsync(WebhookScene.Pod));

        Assert.Equal(["/metadata/annotations", "/spec/containers/0/resources/requests/memory"], patch.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("cpu kept: quota small: requests.cpu 300m of 250m left", patch["/metadata/annotations"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutate_QuotaWithoutRoomForTheBoost_GivesTheRecommendation()
    {
        await using var scene = await new WebhookScene
        {
            Refuses = (requests, _) => requests["cpu"] > Quantity.Parse("500m") ? "quota small" : null,
        }.Vpa(spec: Boost).StartAsync();

        var patch = Operations(await scene.AdmitAsync(WebhookScene.Pod));

        Assert.Equal("300m", patch["/spec/containers/0/resources/requests/cpu"]);
        Assert.Contains("cpu not boosted: quota small", patch["/metadata/annotations"], StringComparison.Ordinal);
        Assert.DoesNotContain("vpaCpuStartupBoost", patch["/metadata/annotations"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutate_NamespaceWithoutAutoscalers_AsksForNothing()
    {
        await using var scene = await new WebhookScene().StartAsync();

        Assert.Empty(await scene.AdmitAsync(WebhookScene.Pod.Replace("web-a", "web-b", StringComparison.Ordinal)));
        Assert.Empty(scene.Api.Read);
    }

    [Fact]
    public async Task Mutate_EveryPod_IsCountedByWhetherItGotAnything()
    {
        await using var scene = await new WebhookScene().Vpa().StartAsync();
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, scene.Meters) && instrument.Name == "vpa_admission_controller_admission_pods_total")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add($"{tags[0].Key}={tags[0].Value}"));
        listener.Start();

        await scene.AdmitAsync(WebhookScene.Pod);
        await scene.AdmitAsync(WebhookScene.Bare.Replace("OWNER", "", StringComparison.Ordinal));

        Assert.Equal(["applied=true", "applied=false"], counted);
    }

    // By path, the values as text.
    private static Dictionary<string, string> Operations(string patch) => JsonNode.Parse(patch)!.AsArray().ToDictionary(
        operation => (string)operation!["path"]!,
        operation => operation!["value"] is JsonValue text ? (string)text! : operation["value"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
