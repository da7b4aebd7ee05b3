using System.Text.Json;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Models;

public sealed class ModelTests
{
    [Fact]
    public void JsonType_AutoscalerOfEveryField_KeepsThemAll()
    {
        const string Json = """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"targetRef":{"kind":"Deployment","name":"web","apiVersion":"apps/v1"},
            "updatePolicy":{"updateMode":"InPlace","minReplicas":1,"evictionRequirements":[{"resources":["cpu"],"changeRequirement":"TargetHigherThanRequests"}],"evictAfterOOMSeconds":60},
            "resourcePolicy":{"containerPolicies":[{"containerName":"*","mode":"Auto","maxAllowed":{"memory":"1Gi"},"controlledResources":["memory"],"controlledValues":"RequestsOnly","oomBumpUpRatio":"1500m"}]},
            "recommenders":[{"name":"frugal"}],"startupBoost":{"cpu":{"type":"Factor","factor":3,"durationSeconds":10}}}}
            """;

        var vpa = JsonSerializer.Deserialize(Json, VerticalPodAutoscaler.JsonType);

        Assert.Equal("InPlace", vpa?.Spec.UpdatePolicy?.UpdateMode);
        Assert.Equal("1500m", vpa?.Spec.ResourcePolicy?.ContainerPolicies[0].OomBumpUpRatio?.ToString());
        Assert.Equal(60, vpa?.Spec.UpdatePolicy?.EvictAfterOOMSeconds);
        Assert.Equal("frugal", Assert.Single(vpa!.Spec.Recommenders).Name);
        Assert.Equal(3, vpa.Spec.StartupBoost?.Cpu?.Factor);
    }
}
