using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>What one step came to, as lines of text that name a field and its value, from the recording or from us.</summary>
internal static class StepOutcome
{
    public static List<string> Expected(JsonElement expect)
    {
        var lines = new List<string>
        {
            $"currentReplicas {expect.GetProperty("currentReplicas")}",
            $"desiredReplicas {expect.GetProperty("desiredReplicas")}",
            $"rescaled {expect.GetProperty("rescaled")}",
            $"scaleTo {(expect.TryGetProperty("scaleTo", out var to) ? to : null)}",
            $"lastScaleTime {(expect.TryGetProperty("lastScaleTimeOffset", out var time) ? time : null)}",
            $"statusUpdated {expect.GetProperty("statusUpdated")}",
            $"error {(expect.TryGetProperty("error", out var error) ? error : null)}",
            $"knows metrics {expect.GetProperty("currentMetrics").ValueKind != JsonValueKind.Null}",
        };
        lines.AddRange(Array(expect, "conditions").Select(c =>
            $"condition {Text(c, "type")} {Text(c, "status")} {Text(c, "reason")} {Text(c, "message")} @{c.GetProperty("lastTransitionOffset")}"));
        lines.AddRange(Array(expect, "events").Select(e => $"event {Text(e, "type")} {Text(e, "reason")} {Text(e, "message")}"));
        lines.AddRange(Array(expect, "monitor").Select(m => $"monitor {m}"));
        lines.AddRange(Metrics(Array(expect, "currentMetrics").Select(m => m.Deserialize(KubeJson.Default.MetricStatus)!)));
        return lines;
    }

    public static List<string> Actual(ReplicaDecision decision, RescaleResult rescale, HpaReport report)
    {
        var (status, rescaled) = (report.Status, decision.Rescales && rescale.Succeeded);
        var lines = new List<string>
        {
            $"currentReplicas {status.CurrentReplicas ?? 0}",
            $"desiredReplicas {status.DesiredReplicas}",
            $"rescaled {rescaled}",
            $"scaleTo {(rescaled ? decision.Desired : null)}",
            $"lastScaleTime {Offset(status.LastScaleTime)}",
            $"statusUpdated {report.StatusChanged}",
            $"error {report.Error}",
            $"knows metrics {status.CurrentMetrics is not null}",
        };
        lines.AddRange(status.Conditions.Select(c => $"condition {c.Type} {c.Status} {c.Reason} {c.Message} @{Offset(c.LastTransitionTime)}"));
        lines.AddRange(report.Events.Select(e => $"event {e.Type} {e.Reason} {e.Message}"));
        lines.AddRange(report.Observations.Select(o => $"monitor {o.Name}/{o.Action}/{o.Error}/{o.MetricType}"));
        lines.AddRange(Metrics(status.CurrentMetrics ?? []));
        return lines;
    }

    public static IEnumerable<string> Metrics(IEnumerable<MetricStatus> metrics) => metrics.Select(m => m.Type switch
    {
        "Resource" => $"metric {m.Type} {m.Resource!.Name} {Value(m.Resource.Current)}",
        "ContainerResource" => $"metric {m.Type} {m.ContainerResource!.Name} {m.ContainerResource.Container} {Value(m.ContainerResource.Current)}",
        "Pods" => $"metric {m.Type} {Identifier(m.Pods!.Metric)} {Value(m.Pods.Current)}",
        "Object" => $"metric {m.Type} {m.Object!.DescribedObject} {Identifier(m.Object.Metric)} {Value(m.Object.Current)}",
        "External" => $"metric {m.Type} {Identifier(m.External!.Metric)} {Value(m.External.Current)}",
        _ => $"metric {m.Type}",
    });

    public static IEnumerable<JsonElement> Array(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    public static string? Text(JsonElement parent, string member) => parent.GetProperty(member).GetString();

    private static string Identifier(MetricIdentifier metric) => $"{metric.Name}({MetricTexts.SelectorText(metric.Selector)})";

    // Quantities are compared by value, as the recordings passed through JSON.
    private static string Value(MetricValueStatus value) =>
        $"{Canonical(value.Value)} {Canonical(value.AverageValue)} {value.AverageUtilization}";

    private static string? Canonical(Quantity? quantity) => quantity switch
    {
        null => null,
        { MilliValue: 0, Sign: not 0 } beyond => beyond.ToString(),
        { } q => Quantity.FromMilli(q.MilliValue).ToString(),
    };

    private static double? Offset(DateTimeOffset? time) => (time - VectorScenario.Start)?.TotalSeconds;
}
