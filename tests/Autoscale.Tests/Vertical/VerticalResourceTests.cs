using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Tests.Sources;
using Autoscale.Vpa.Models;

namespace Autoscale.Tests.Vertical;

/// <summary>The definitions of the vertical autoscaler in a cluster, as kubectl and our own client see them.</summary>
public sealed class VerticalResourceTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>
{
    private const string Target = "\"targetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"web\"}";

    private const string Status = """
        {"status":{"observedGeneration":1,
          "recommendation":{"containerRecommendations":[{"containerName":"main","target":{"cpu":"25m","memory":"262144k"},"lowerBound":{"cpu":"25m"},"upperBound":{"memory":"1Gi"}}]},
          "conditions":[{"type":"NoPodsMatched","status":"False"},{"type":"RecommendationProvided","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
        """;

    [Fact]
    public async Task Create_OfEveryField_IsKept()
    {
        const string Spec = """
            {"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},
             "updatePolicy":{"updateMode":"InPlace","minReplicas":1,"evictionRequirements":[{"resources":["cpu","memory"],"changeRequirement":"TargetHigherThanRequests"}],"evictAfterOOMSeconds":60},
             "resourcePolicy":{"containerPolicies":[{"containerName":"*","mode":"Auto","minAllowed":{"cpu":1,"memory":"64Mi"},"maxAllowed":{"cpu":"1500m"},"controlledResources":["memory"],
               "controlledValues":"RequestsOnly","oomBumpUpRatio":"1.5","oomMinBumpUp":104857600,"memoryAggregationIntervalSeconds":3600,"memoryAggregationIntervalCount":8,
               "startupBoost":{"cpu":{"type":"Quantity","quantity":"500m","durationSeconds":30}}}]},
             "recommenders":[{"name":"frugal"}],"startupBoost":{"cpu":{"type":"Factor","factor":3}}}
            """;

        var made = await CreateAsync("whole", Spec);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Spec), made["spec"]), made.ToJsonString());
    }

    [Fact]
    public async Task Checkpoint_OfUpstreamsFormat_IsKept()
    {
        const string Status = """
            {"lastUpdateTime":"2026-01-01T00:00:00Z","version":"v3","cpuHistogram":{"referenceTimestamp":"2026-01-01T00:00:00Z","bucketWeights":{"0":10000,"7":12},"totalWeight":1.25},
             "memoryHistogram":{"referenceTimestamp":null,"bucketWeights":{},"totalWeight":0},"firstSampleStart":null,"lastSampleStart":null,"totalSamplesCount":7}
            """;
        var route = VerticalPodAutoscalerCheckpoint.Route.In("shop");

        await cluster.Client.CreateRawAsync(
            route, Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"web-main"},"spec":{"vpaObjectName":"web","containerName":"main"},"status":{{{Status}}}}"""));
        var kept = await cluster.Client.GetAsync(route.Of("shop", "web-main"), VerticalPodAutoscalerCheckpoint.JsonType);

        Assert.Equal([(0, 10000L), (7, 12L)], kept.Status.CpuHistogram.BucketWeights!.Select(one => (one.Key, one.Value)).Order());
        Assert.Equal(("web", "main", "v3", 7L), (kept.Spec.VpaObjectName, kept.Spec.ContainerName, kept.Status.Version, kept.Status.TotalSamplesCount));
    }

    [KubectlFact]
    public async Task Kubectl_OfAnAutoscaler_ReadsAsUpstreams()
    {
        await CreateAsync("read", $$$"""{{{{Target}}},"updatePolicy":{"updateMode":"Initial","minReplicas":1,"evictAfterOOMSeconds":90}}""");
        await cluster.Client.PatchRawAsync(
            VerticalPodAutoscaler.Route.Of("shop", "read").Sub("status"), KubePatch.Merge(Encoding.UTF8.GetBytes(Status)));

        Assert.Matches(@"^NAME +MODE +CPU +MEM +PROVIDED +AGE\nread +Initial +25m +262144k +True +\d+\w+\n$", await cluster.KubectlAsync("get", "vpa", "read"));
        Assert.Matches(
            @"^NAME +MODE +CPU +MEM +PROVIDED +AGE +MINREPLICAS +OOMSECONDS\nread +Initial +25m +262144k +True +\d+\w+ +1 +90\n$",
            await cluster.KubectlAsync("get", "verticalpodautoscaler", "read", "-o", "wide"));
        var described = await cluster.KubectlAsync("describe", "vpa", "read");
        Assert.Matches(@"(?s)API Version: +autoscaling.k8s.io/v1\nKind: +VerticalPodAutoscaler\n.*Spec:\n  Target Ref:\n", described);
        Assert.Matches(@"(?s)Recommendation:\n    Container Recommendations:\n      Container Name:  main\n      Lower Bound:\n        Cpu:  25m\n      Target:\n        Cpu:     25m\n        Memory:  262144k\n", described);
        Assert.Equal("", await cluster.KubectlAsync("get", "vpacheckpoint", "-l", "none=such", "-o", "name"));
    }

    [KubectlFact]
    public async Task Explain_OfTheUpdatePolicy_ShowsItsModes()
    {
        var said = await cluster.KubectlAsync("explain", "vpa.spec.updatePolicy");

        Assert.StartsWith("GROUP:      autoscaling.k8s.io\nKIND:       VerticalPodAutoscaler\nVERSION:    v1\n\nFIELD: updatePolicy <Object>\n", said, StringComparison.Ordinal);
        Assert.Contains("  updateMode\t<string>\n  enum: Off, Initial, Recreate, InPlaceOrRecreate, ....\n", said, StringComparison.Ordinal);
    }

    private async Task<JsonNode> CreateAsync(string name, string spec) => JsonNode.Parse(await cluster.Client.CreateRawAsync(
        VerticalPodAutoscaler.Route.In("shop"), Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{name}}}"},"spec":{{{spec}}}}""")))!;
}
