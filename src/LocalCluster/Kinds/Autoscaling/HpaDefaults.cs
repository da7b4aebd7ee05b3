using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>The defaults of autoscaling/v2, after pkg/apis/autoscaling/v2/defaults.go.</summary>
public static class HpaDefaults
{
    /// <summary>Percentage of the CPU request that is aimed at when no metric is given.</summary>
    public const int CpuUtilization = 80;

    /// <summary>Fills in one replica, the CPU metric and whole scaling rules.</summary>
    public static void Apply(JsonObject hpa)
    {
        var spec = hpa.Ensure("spec");
        spec.SetDefault("minReplicas", 1);
        if (spec["metrics"] is not JsonArray { Count: > 0 })
        {
            spec["metrics"] = new JsonArray(CpuMetric(CpuUtilization));
        }

        if (spec["behavior"] is JsonObject behavior)
        {
            Rules(behavior.Ensure("scaleUp"), new JsonArray(Policy("Pods", 4), Policy("Percent", 100)), 0);
            Rules(behavior.Ensure("scaleDown"), new JsonArray(Policy("Percent", 100)), null);
        }
    }

    /// <summary>A metric that aims at a percentage of the CPU request.</summary>
    public static JsonObject CpuMetric(JsonNode? utilization) => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject
        {
            ["name"] = "cpu",
            ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = utilization },
        },
    };

    private static void Rules(JsonObject rules, JsonArray policies, int? window)
    {
        rules.SetDefault("stabilizationWindowSeconds", window);
        rules.SetDefault("selectPolicy", "Max");
        rules.SetDefault("policies", policies);
    }

    private static JsonObject Policy(string type, int value) => new() { ["type"] = type, ["value"] = value, ["periodSeconds"] = 15 };
}
