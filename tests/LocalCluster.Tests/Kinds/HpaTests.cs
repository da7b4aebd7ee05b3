using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Autoscaling;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class HpaTests
{
    private const string Multi = """
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"multi"},"spec":{"maxReplicas":10,"minReplicas":2,
        "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"demo-app"},
        "behavior":{"scaleDown":{"policies":[{"periodSeconds":30,"type":"Pods","value":2}],"selectPolicy":"Min"},"scaleUp":{"tolerance":"50m"}},
        "metrics":[{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"100Mi"}}},
        {"type":"ContainerResource","containerResource":{"name":"cpu","container":"c","target":{"type":"Utilization","averageUtilization":60}}},
        {"type":"Pods","pods":{"metric":{"name":"packets"},"target":{"type":"AverageValue","averageValue":"1k"}}},
        {"type":"Object","object":{"describedObject":{"kind":"Ingress","name":"r","apiVersion":"networking.k8s.io/v1"},"metric":{"name":"rps"},"target":{"type":"Value","value":"10k"}}},
        {"type":"External","external":{"metric":{"name":"q","selector":{"matchLabels":{"queue":"a<b"}}},"target":{"type":"AverageValue","averageValue":"30"}}}]}}
        """;

    private readonly KindsApi _api = new();

    [Fact]
    public async Task Convert_ThereAndBack_KeepsEverything()
    {
        var stored = await _api.CreateAsync(Multi);

        var older = HpaConversion.FromV1.FromStored(stored);
        var back = HpaConversion.FromV1.ToStored(older);

        Assert.Equal("autoscaling/v1", older.TextAt("apiVersion"));
        Assert.True(JsonNode.DeepEquals(stored["spec"], back["spec"]), back["spec"]?.ToJsonString());
        Assert.Null(back.PartAt("metadata")?["annotations"]);
    }

    [Theory]
    [InlineData("metrics", """[{"type":"Resource","resource":{"name":"cpu","targetAverageUtilization":"x"}}]""")]
    [InlineData("behavior", """{"ScaleUp":{"Policies":{}},"":1}""")]
    [InlineData("conditions", """[7]""")]
    public async Task Create_V1WithAnnotationsThatDoNotFit_IgnoresThem(string annotation, string value)
    {
        var hpa = JsonNode.Parse("""{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}""")!;
        hpa["metadata"]!["annotations"] = new JsonObject { [$"autoscaling.alpha.kubernetes.io/{annotation}"] = value };

        var made = await _api.CreateAsync(hpa.ToJsonString());

        Assert.Equal("h", made.TextAt("metadata.name"));
    }

    [Fact]
    public async Task Convert_ToV1_EscapesAnnotationsAsGoDoes()
    {
        var older = HpaConversion.FromV1.FromStored(await _api.CreateAsync(Multi));

        var metrics = older.PartAt("metadata.annotations")?["autoscaling.alpha.kubernetes.io/metrics"].AsText();
        Assert.Contains("\"queue\":\"a\\u003cb\"", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics", "[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\",\"targetAverageUtilization\":\"x\"}}]")]
    [InlineData("metrics", "{}")]
    [InlineData("metrics", "[")]
    [InlineData("behavior", "{\"ScaleUp\":{\"Policies\":5}}")]
    public async Task Create_V1WithAnAnnotationThatIsNone_IgnoresIt(string annotation, string text)
    {
        var older = JsonNode.Parse("""{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}""")!.AsObject();
        older.Ensure("metadata").Ensure("annotations")[$"autoscaling.alpha.kubernetes.io/{annotation}"] = text;

        var created = await _api.CreateAsync(older);

        Assert.Equal(80, created.NumberAt("spec.targetCPUUtilizationPercentage"));
        Assert.Null(created.PartAt("metadata.annotations"));
    }

    [Fact]
    public async Task Create_WithoutBehavior_StatusIsWrittenAsRecorded()
    {
        var hpa = await _api.CreateAsync("""{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}""");

        Assert.Equal("""{"desiredReplicas":0,"currentMetrics":null}""", hpa["status"]?.ToJsonString());
        Assert.Equal("cpu: <unknown>/80%", HpaTargets.Format(hpa));
    }

    [Fact]
    public async Task Format_ManyMetrics_ShowsTwoAndCountsTheRest()
    {
        var hpa = await _api.CreateAsync(Multi);

        Assert.Equal("memory: <unknown>/100Mi, cpu: <unknown>/60% + 3 more...", HpaTargets.Format(hpa));
    }

    [Fact]
    public void Format_Current_StandsBeforeTheTarget()
    {
        var hpa = JsonNode.Parse("""
            {"spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"averageUtilization":50}}},{"type":"External","external":{"target":{"averageValue":"30"}}}]},
            "status":{"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":120,"averageValue":"120m"}}},{"type":"External","external":{"current":{"averageValue":"45500m"}}}]}}
            """);

        Assert.Equal("cpu: 120%/50%, 45500m/30 (avg)", HpaTargets.Format(hpa!.AsObject()));
    }

    [Fact]
    public async Task Create_UnknownField_IsRefusedWhenStrict()
    {
        var value = JsonNode.Parse(Multi)!.AsObject();
        value.Ensure("spec")["maxReplica"] = 3;

        var refusal = await Assert.ThrowsAsync<ApiError>(() => _api.Verbs.CreateAsync(HpaKind.V2, "default", value, new WriteOptions { FieldValidation = "Strict" }, CancellationToken.None));

        Assert.EndsWith("strict decoding error: unknown field \"spec.maxReplica\"", refusal.Message, StringComparison.Ordinal);
    }
}
