using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>The TARGETS cell of kubectl get hpa, after the server's printer for autoscaling/v2.</summary>
public static class HpaTargets
{
    private const int Shown = 2;

    /// <summary>Current and aimed-at value of the first two metrics, and how many more there are.</summary>
    public static string Format(JsonObject hpa)
    {
        var specs = hpa.PartsAt("spec.metrics").ToList();
        var statuses = hpa.PartsAt("status.currentMetrics").ToList();
        if (specs.Count == 0)
        {
            return Columns.None;
        }

        var texts = specs.Select((spec, index) => Metric(spec, statuses.ElementAtOrDefault(index))).Take(Shown);
        var text = string.Join(", ", texts);
        return specs.Count > Shown ? $"{text} + {specs.Count - Shown} more..." : text;
    }

    private static string Metric(JsonObject spec, JsonObject? status) => spec.TextAt("type") switch
    {
        "External" => Valued(spec, status, "external"),
        "Pods" => $"{Current(status, "pods", "averageValue")}/{spec.TextAt("pods.target.averageValue")}",
        "Object" => Valued(spec, status, "object"),
        "Resource" => $"{spec.TextAt("resource.name")}: {Resource(spec, status, "resource")}",
        "ContainerResource" => $"{spec.TextAt("containerResource.name")}: {Resource(spec, status, "containerResource")}",
        _ => "<unknown type>",
    };

    private static string Valued(JsonObject spec, JsonObject? status, string source)
    {
        if (spec.NodeAt($"{source}.target.averageValue") is { } average)
        {
            return $"{Current(status, source, "averageValue")}/{average.AsText()} (avg)";
        }

        return $"{Current(status, source, "value")}/{spec.TextAt($"{source}.target.value")}";
    }

    private static string Resource(JsonObject spec, JsonObject? status, string source)
    {
        if (spec.NodeAt($"{source}.target.averageValue") is { } average)
        {
            return $"{Current(status, source, "averageValue")}/{average.AsText()}";
        }

        var current = status.NumberAt($"{source}.current.averageUtilization");
        var target = spec.NumberAt($"{source}.target.averageUtilization");
        return $"{(current is null ? "<unknown>" : $"{current}%")}/{(target is null ? "<auto>" : $"{target}%")}";
    }

    private static string Current(JsonObject? status, string source, string field) =>
        status.NodeAt($"{source}.current.{field}") is { } value ? value.AsText() : "<unknown>";
}
