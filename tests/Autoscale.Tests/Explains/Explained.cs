using System.Text.Json;
using Autoscale.Explains;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Updating;

namespace Autoscale.Tests.Explains;

/// <summary>Facts about a vertical autoscaler shop/web of a Deployment web, of two pods, with six days of history.</summary>
internal static class Explained
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerOptions.Web) { Converters = { new QuantityJsonConverter() } };

    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static VerticalFacts Facts { get; } = new()
    {
        Vpa = Vpa(""),
        Now = Now,
        Target = TargetSelection.Of(LabelSelector.Parse("app=web")),
        Checkpoints = [Checkpoint("main", """{"12":10000,"20":2000}""", """{"30":10000}""")],
        Pods = [Pod("web-1"), Pod("web-2")],
        Replicas = new Dictionary<PodCreator, int> { [new("shop", "ReplicaSet", "web-abc")] = 2 },
        Webhook = new() { Spec = new() { RenewTime = Now.AddSeconds(-4) } },
        Template = JsonSerializer.Deserialize<PodTemplate>(
            """
            {"metadata":{"labels":{"app":"web"}},
             "spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"200m"}}}]}}
            """,
            Web),
    };

    /// <summary>The autoscaler with a further part of its spec, and a recommendation of 250m and 300Mi in its status.</summary>
    public static VerticalPodAutoscaler Vpa(string spec) => JsonSerializer.Deserialize(
        $$$"""
        {"metadata":{"name":"web","namespace":"shop","generation":1},
         "spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}{{{spec}}}},
         "status":{"recommendation":{"containerRecommendations":[{"containerName":"main","target":{"cpu":"250m","memory":"300Mi"},
           "lowerBound":{"cpu":"150m","memory":"200Mi"},"upperBound":{"cpu":"300m","memory":"400Mi"}}]},
          "conditions":[{"type":"RecommendationProvided","status":"True","lastTransitionTime":"2026-11-15T08:01:00Z"}]}}
        """,
        VerticalPodAutoscaler.JsonType)!;

    /// <summary>A checkpoint of a container, with the weights of its buckets.</summary>
    public static VerticalPodAutoscalerCheckpoint Checkpoint(string container, string cpu, string memory, string version = "v3") => JsonSerializer.Deserialize(
        $$$"""
        {"metadata":{"name":"web-{{{container}}}","namespace":"shop"},"spec":{"vpaObjectName":"web","containerName":"{{{container}}}"},
         "status":{"version":"{{{version}}}","lastUpdateTime":"2026-11-21T07:59:20Z","firstSampleStart":"2026-11-15T08:00:00Z","lastSampleStart":"2026-11-21T07:59:00Z",
          "totalSamplesCount":8640,"cpuHistogram":{"referenceTimestamp":"2026-11-21T00:00:00Z","bucketWeights":{{{cpu}}},"totalWeight":40},
          "memoryHistogram":{"referenceTimestamp":"2026-11-22T00:00:00Z","bucketWeights":{{{memory}}},"totalWeight":2}
         }}
        """,
        VerticalPodAutoscalerCheckpoint.JsonType)!;

    /// <summary>A pod that runs since yesterday.</summary>
    public static Pod Pod(string name) => JsonSerializer.Deserialize(
        $$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}","labels":{"app":"web"},
          "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-abc","controller":true}]},
         "spec":{"nodeName":"node-1","containers":[{"name":"main","resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"cpu":"200m"} } }]},
         "status":{"phase":"Running","startTime":"2026-11-20T08:00:00Z"}}
        """,
        KubeJson.Default.Pod)!;

    /// <summary>The lines about facts.</summary>
    public static string Text(VerticalFacts facts) => string.Join('\n', VerticalText.Lines(VerticalExplainer.Explain(facts, new())));
}
