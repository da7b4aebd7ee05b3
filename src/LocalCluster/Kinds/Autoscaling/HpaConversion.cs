using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>Converts between autoscaling/v1 and autoscaling/v2: what v1 has no field for travels in annotations, as upstream does it.</summary>
public static class HpaConversion
{
    private const string Prefix = "autoscaling.alpha.kubernetes.io/";
    private const string MetricsKey = Prefix + "metrics";
    private const string StatusKey = Prefix + "current-metrics";
    private const string ConditionsKey = Prefix + "conditions";
    private const string BehaviorKey = Prefix + "behavior";

    private static readonly JsonSerializerOptions GoLike = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The conversion of the v1 kind.</summary>
    public static KindConversion FromV1 { get; } = new("v2", ToV2, ToV1);

    private static JsonObject ToV2(JsonObject hpa)
    {
        var result = Copy(hpa, "autoscaling/v2");
        var spec = result.Ensure("spec");
        var metrics = Fitting("spec", "metrics", Entries(hpa, MetricsKey, HpaMetricForms.NestedSpec))?.AsArray().OfType<JsonObject>().Select(one => one.DeepClone().AsObject()).ToList() ?? [];
        if (spec["targetCPUUtilizationPercentage"] is { } utilization)
        {
            metrics.Add(HpaDefaults.CpuMetric(utilization.DeepClone()));
        }

        // Here, not among the defaults of v1, since only here all the metrics are known.
        spec["metrics"] = new JsonArray([.. metrics.Count > 0 ? metrics : [HpaDefaults.CpuMetric(HpaDefaults.CpuUtilization)]]);
        spec.Remove("targetCPUUtilizationPercentage");
        if (Fitting("spec", "behavior", HpaBehaviorForms.Nested(Annotation<JsonObject>(hpa, BehaviorKey))) is { } behavior)
        {
            spec["behavior"] = behavior;
        }

        StatusToV2(hpa, result.Ensure("status"));
        DropAnnotations(result);
        return result;
    }

    private static void StatusToV2(JsonObject hpa, JsonObject status)
    {
        var utilization = status["currentCPUUtilizationPercentage"]?.DeepClone();
        status.Remove("currentCPUUtilizationPercentage");
        if (Fitting("status", "currentMetrics", Entries(hpa, StatusKey, HpaMetricForms.NestedStatus)) is { } current)
        {
            status["currentMetrics"] = current;
        }
        else if (utilization is not null)
        {
            var resource = new JsonObject { ["name"] = "cpu", ["current"] = new JsonObject { ["averageUtilization"] = utilization } };
            status["currentMetrics"] = new JsonArray(new JsonObject { ["type"] = "Resource", ["resource"] = resource });
        }

        if (Fitting("status", "conditions", Annotation<JsonArray>(hpa, ConditionsKey)) is { } conditions)
        {
            status["conditions"] = conditions;
        }
    }

    private static JsonObject ToV1(JsonObject hpa)
    {
        var result = Copy(hpa, "autoscaling/v1");
        DropAnnotations(result);
        var metrics = hpa.PartsAt("spec.metrics").ToList();
        Annotate(result, MetricsKey, metrics.Where(metric => !IsCpuUtilization(metric)).Select(HpaMetricForms.FlatSpec));
        Annotate(result, StatusKey, hpa.PartsAt("status.currentMetrics").Select(HpaMetricForms.FlatStatus));
        Annotate(result, ConditionsKey, hpa.PartsAt("status.conditions").Select(FlatCondition));
        if (hpa.PartAt("spec.behavior") is { } behavior)
        {
            SetAnnotation(result, BehaviorKey, HpaBehaviorForms.Flat(behavior));
        }

        var (spec, status) = (result.Ensure("spec"), result.Ensure("status"));
        spec.Remove("metrics");
        spec.Remove("behavior");
        status.Remove("currentMetrics");
        status.Remove("conditions");
        status.SetDefault("currentReplicas", 0);
        Move(spec, "targetCPUUtilizationPercentage", metrics.FirstOrDefault(IsCpu)?.NodeAt("resource.target.averageUtilization"));
        Move(status, "currentCPUUtilizationPercentage", hpa.PartsAt("status.currentMetrics").LastOrDefault(IsCpu)?.NodeAt("resource.current.averageUtilization"));
        return result;
    }

    private static void Move(JsonObject owner, string name, JsonNode? value)
    {
        if (value is not null)
        {
            owner[name] = value.DeepClone();
        }
    }

    private static bool IsCpu(JsonObject metric) => metric.TextAt("type") == "Resource" && metric.TextAt("resource.name") == "cpu";

    private static bool IsCpuUtilization(JsonObject metric) => IsCpu(metric) && metric.NodeAt("resource.target.averageUtilization") is not null;

    private static JsonObject FlatCondition(JsonObject condition)
    {
        var flat = new JsonObject();
        foreach (var field in new[] { "type", "status", "lastTransitionTime", "reason", "message" })
        {
            Move(flat, field, condition[field]);
        }

        return flat;
    }

    private static JsonObject Copy(JsonObject hpa, string version)
    {
        var copy = hpa.DeepClone().AsObject();
        copy["apiVersion"] = version;
        return copy;
    }

    private static void DropAnnotations(JsonObject hpa)
    {
        var annotations = hpa.PartAt("metadata.annotations");
        foreach (var key in new[] { MetricsKey, StatusKey, ConditionsKey, BehaviorKey })
        {
            annotations?.Remove(key);
        }

        if (annotations is { Count: 0 })
        {
            hpa.PartAt("metadata")?.Remove("annotations");
        }
    }

    private static void Annotate(JsonObject hpa, string key, IEnumerable<JsonObject> values)
    {
        var list = new JsonArray([.. values]);
        if (list.Count > 0)
        {
            SetAnnotation(hpa, key, list);
        }
    }

    // Go escapes these three in every JSON text; they occur in strings only.
    private static void SetAnnotation(JsonObject hpa, string key, JsonNode value) =>
        hpa.Ensure("metadata").Ensure("annotations")[key] = value.ToJsonString(GoLike)
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);

    private static JsonArray? Entries(JsonObject hpa, string key, Func<JsonObject, JsonObject> nested) =>
        Annotation<JsonArray>(hpa, key) is { } flat ? new JsonArray([.. flat.OfType<JsonObject>().Select(nested)]) : null;

    /// <summary>The value, when a v2 autoscaler can hold it there; null otherwise: upstream ignores annotations that do not decode.</summary>
    private static JsonNode? Fitting(string part, string member, JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        try
        {
            var probe = new JsonObject { [part] = new JsonObject { [member] = value } };
            var decoded = ObjectDecoder.Decode(HpaKind.V2, probe, _ => { }).PartAt(part)?[member];
            return decoded?.DeepClone();
        }
        catch (DecodeProblem)
        {
            return null;
        }
    }

    /// <summary>An annotation read as JSON; null when it is absent or no such JSON, which upstream ignores too.</summary>
    private static T? Annotation<T>(JsonObject hpa, string key)
        where T : JsonNode
    {
        var text = hpa.PartAt("metadata.annotations")?[key].AsText() ?? "";
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as T;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
