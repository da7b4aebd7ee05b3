using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Autoscaling;

/// <summary>The rules of one metric of an autoscaler.</summary>
public static class HpaMetricRules
{
    // In the order in which upstream looks at them: only the first source present is looked into.
    private static readonly string[] Sources = ["object", "external", "pods", "resource", "containerResource"];

    /// <summary>Checks one entry of spec.metrics; the described object's apiVersion may be malformed where one was stored so before.</summary>
    public static void Check(FieldReport report, JsonObject metric, string path, bool mayBeMalformed)
    {
        var type = metric.TextAt("type");
        if (type.Length == 0)
        {
            report.Required($"{path}.type", "must specify a metric source type");
        }

        var expected = SourceOf(type);
        if (expected is null)
        {
            report.NotSupported($"{path}.type", type, "ContainerResource", "External", "Object", "Pods", "Resource");
        }

        var present = Sources.Where(source => metric[source] is JsonObject).ToList();
        if (present.Count > 0)
        {
            CheckSource(report, metric.PartAt(present[0]) ?? [], present[0], $"{path}.{present[0]}", mayBeMalformed);
        }

        if (expected is null)
        {
            // Upstream says it twice: once for the type, once for want of a source that it would name.
            report.NotSupported($"{path}.type", type, "ContainerResource", "External", "Object", "Pods", "Resource");
        }
        else if (!present.Contains(expected))
        {
            report.Required($"{path}.{expected}", "must populate information for the given metric source");
        }

        foreach (var source in present.Where(source => present.Count > 1 && source != expected))
        {
            report.Forbidden($"{path}.{source}", "must populate the given metric source only");
        }
    }

    /// <summary>A quantity member, or null.</summary>
    public static Quantity? Amount(JsonObject? owner, string field) =>
        owner?[field] is { } node && Quantity.TryParse(node.AsText(), out var amount, out _) ? amount : null;

    private static string? SourceOf(string type) => type switch
    {
        "Object" => "object",
        "Pods" => "pods",
        "Resource" => "resource",
        "ContainerResource" => "containerResource",
        "External" => "external",
        _ => null,
    };

    private static void CheckSource(FieldReport report, JsonObject source, string kind, string path, bool mayBeMalformed)
    {
        switch (kind)
        {
            case "object":
                CheckObject(report, source, path, mayBeMalformed);
                break;
            case "external":
                CheckExternal(report, source, path);
                break;
            case "pods":
                CheckPods(report, source, path);
                break;
            default:
                CheckResource(report, source, path, kind == "containerResource");
                break;
        }
    }

    private static void CheckObject(FieldReport report, JsonObject source, string path, bool mayBeMalformed)
    {
        HpaRules.CheckReference(report, source.PartAt("describedObject"), $"{path}.describedObject");
        if (!mayBeMalformed)
        {
            HpaRules.CheckApiVersion(report, source.TextAt("describedObject.apiVersion"), $"{path}.describedObject.apiVersion");
        }

        CheckMetric(report, source, path);
        CheckTarget(report, source, path);
        if (source.NodeAt("target.value") is null && source.NodeAt("target.averageValue") is null)
        {
            report.Required($"{path}.target.averageValue", "must set either a target value or averageValue");
        }
    }

    private static void CheckExternal(FieldReport report, JsonObject source, string path)
    {
        CheckMetric(report, source, path);
        CheckTarget(report, source, path);
        var (value, average) = (source.NodeAt("target.value"), source.NodeAt("target.averageValue"));
        if (value is null && average is null)
        {
            report.Required($"{path}.target.averageValue", "must set either a target value for metric or a per-pod target");
        }
        else if (value is not null && average is not null)
        {
            report.Forbidden($"{path}.target.value", "may not set both a target value for metric and a per-pod target");
        }
    }

    private static void CheckPods(FieldReport report, JsonObject source, string path)
    {
        CheckMetric(report, source, path);
        CheckTarget(report, source, path);
        if (source.NodeAt("target.averageValue") is null)
        {
            report.Required($"{path}.target.averageValue", "must specify a positive target averageValue");
        }
    }

    private static void CheckResource(FieldReport report, JsonObject source, string path, bool container)
    {
        if (source.TextAt("name").Length == 0)
        {
            report.Required($"{path}.name", "must specify a resource name");
        }
        else if (container)
        {
            ResourceNameRules.CheckContainerName(report, source.TextAt("name"), $"{path}.name");
        }

        if (container)
        {
            CheckContainer(report, source.TextAt("container"), $"{path}.container");
        }

        CheckTarget(report, source, path);
        var (utilization, average) = (source.NodeAt("target.averageUtilization"), source.NodeAt("target.averageValue"));
        if (utilization is null && average is null)
        {
            report.Required($"{path}.target.averageUtilization", "must set either a target raw value or a target utilization");
        }
        else if (utilization is not null && average is not null)
        {
            report.Forbidden($"{path}.target.averageValue", "may not set both a target raw value and a target utilization");
        }
    }

    private static void CheckContainer(FieldReport report, string name, string path)
    {
        if (name.Length == 0)
        {
            report.Required(path, "must specify a container");
        }
        else
        {
            report.Invalid(path, name, SyntaxRules.DnsLabel(name));
        }
    }

    private static void CheckMetric(FieldReport report, JsonObject source, string path)
    {
        var name = source.TextAt("metric.name");
        if (name.Length == 0)
        {
            report.Required($"{path}.metric.name", "must specify a metric name");
        }
        else
        {
            report.Invalid($"{path}.metric.name", name, SyntaxRules.PathSegment(name));
        }
    }

    private static void CheckTarget(FieldReport report, JsonObject source, string path)
    {
        var target = source.PartAt("target");
        var type = target.TextAt("type");
        if (type.Length == 0)
        {
            report.Required($"{path}.target.type", "must specify a metric target type");
        }

        if (type is not ("Utilization" or "Value" or "AverageValue"))
        {
            report.Invalid($"{path}.target.type", type, "must be either Utilization, Value, or AverageValue");
        }

        foreach (var field in new[] { "value", "averageValue" })
        {
            if (Amount(target, field) is { Sign: <= 0 } amount)
            {
                report.Invalid($"{path}.target.{field}", amount.ToString(), "must be positive");
            }
        }

        if (target.NumberAt("averageUtilization") is { } utilization and < 1)
        {
            report.Invalid($"{path}.target.averageUtilization", utilization, "must be greater than 0");
        }
    }
}
