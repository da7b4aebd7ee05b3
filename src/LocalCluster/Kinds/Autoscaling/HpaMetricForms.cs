using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>The two forms of a metric: nested as autoscaling/v2 has it, and flat as the annotations of autoscaling/v1 carry it.</summary>
public static class HpaMetricForms
{
    private static readonly List<string> Order = ["kind", "name", "apiVersion", "matchLabels", "matchExpressions", "key", "operator", "values"];

    private static readonly FrozenDictionary<string, Field[]> Sources = new Dictionary<string, Field[]>
    {
        ["object"] =
        [
            new("target", "describedObject"), new("metricName", "metric.name", ""), new("targetValue", "target.value", "0"),
            new("selector", "metric.selector"), new("averageValue", "target.averageValue"),
        ],
        ["pods"] = [new("metricName", "metric.name", ""), new("targetAverageValue", "target.averageValue", "0"), new("selector", "metric.selector")],
        ["resource"] = [new("name", "name", ""), new("targetAverageUtilization", "target.averageUtilization"), new("targetAverageValue", "target.averageValue")],
        ["containerResource"] =
        [
            new("name", "name", ""), new("targetAverageUtilization", "target.averageUtilization"),
            new("targetAverageValue", "target.averageValue"), new("container", "container", ""),
        ],
        ["external"] =
        [
            new("metricName", "metric.name", ""), new("metricSelector", "metric.selector"),
            new("targetValue", "target.value"), new("targetAverageValue", "target.averageValue"),
        ],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Field[]> Statuses = new Dictionary<string, Field[]>
    {
        ["object"] =
        [
            new("target", "describedObject"), new("metricName", "metric.name", ""), new("currentValue", "current.value", "0"),
            new("selector", "metric.selector"), new("averageValue", "current.averageValue"),
        ],
        ["pods"] = [new("metricName", "metric.name", ""), new("currentAverageValue", "current.averageValue", "0"), new("selector", "metric.selector")],
        ["resource"] =
        [
            new("name", "name", ""), new("currentAverageUtilization", "current.averageUtilization"),
            new("currentAverageValue", "current.averageValue", "0"),
        ],
        ["containerResource"] =
        [
            new("name", "name", ""), new("currentAverageUtilization", "current.averageUtilization"),
            new("currentAverageValue", "current.averageValue", "0"), new("container", "container", ""),
        ],
        ["external"] =
        [
            new("metricName", "metric.name", ""), new("metricSelector", "metric.selector"),
            new("currentValue", "current.value", "0"), new("currentAverageValue", "current.averageValue"),
        ],
    }.ToFrozenDictionary();

    /// <summary>The flat form of an entry of spec.metrics.</summary>
    public static JsonObject FlatSpec(JsonObject metric) => Flat(metric, Sources);

    /// <summary>The flat form of an entry of status.currentMetrics.</summary>
    public static JsonObject FlatStatus(JsonObject metric) => Flat(metric, Statuses);

    /// <summary>The nested form of a flat entry of spec.metrics; the target's type follows from the values that are set.</summary>
    public static JsonObject NestedSpec(JsonObject metric)
    {
        var nested = Nested(metric, Sources);
        foreach (var source in nested.Select(member => member.Value).OfType<JsonObject>())
        {
            source.Ensure("target")["type"] = TargetType(source.PartAt("target"), nested.TextAt("type"));
        }

        return nested;
    }

    /// <summary>The nested form of a flat entry of status.currentMetrics.</summary>
    public static JsonObject NestedStatus(JsonObject metric) => Nested(metric, Statuses);

    private static string TargetType(JsonObject? target, string type) => type switch
    {
        "Resource" or "ContainerResource" => target?["averageUtilization"] is null ? "AverageValue" : "Utilization",
        "Object" => target?["averageValue"] is null ? "Value" : "AverageValue",
        "External" => target?["value"] is null ? "AverageValue" : "Value",
        _ => "AverageValue",
    };

    private static JsonObject Flat(JsonObject metric, FrozenDictionary<string, Field[]> forms)
    {
        var flat = new JsonObject { ["type"] = metric.TextAt("type") };
        foreach (var source in new[] { "object", "pods", "resource", "containerResource", "external" })
        {
            if (metric.PartAt(source) is { } nested)
            {
                flat[source] = new JsonObject(forms[source]
                    .Select(field => KeyValuePair.Create(field.Flat, InOrder(nested.NodeAt(field.Nested)) ?? field.Zero))
                    .Where(member => member.Value is not null));
            }
        }

        return flat;
    }

    // Upstream writes the members of its structs in this order; maps are sorted already.
    private static JsonNode? InOrder(JsonNode? value) => value switch
    {
        JsonObject members when members.Any(member => Order.Contains(member.Key)) =>
            new JsonObject(members.OrderBy(member => Order.IndexOf(member.Key)).Select(member => KeyValuePair.Create(member.Key, InOrder(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(InOrder)]),
        _ => value?.DeepClone(),
    };

    private static JsonObject Nested(JsonObject metric, FrozenDictionary<string, Field[]> forms)
    {
        var nested = new JsonObject { ["type"] = metric.TextAt("type") };
        foreach (var (source, fields) in forms)
        {
            if (metric.PartAt(source) is not { } flat)
            {
                continue;
            }

            var made = nested.Ensure(source);
            foreach (var field in fields.Where(field => flat[field.Flat] is not null))
            {
                Put(made, field.Nested, flat[field.Flat]?.DeepClone());
            }
        }

        return nested;
    }

    private static void Put(JsonObject owner, string path, JsonNode? value)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            owner[path] = value;
            return;
        }

        owner.Ensure(path[..dot])[path[(dot + 1)..]] = value;
    }

    /// <summary>One field in both forms, and what the flat form holds when it is absent.</summary>
    private sealed record Field(string Flat, string Nested, string? Absent = null)
    {
        public JsonNode? Zero => Absent is null ? null : JsonValue.Create(Absent);
    }
}
