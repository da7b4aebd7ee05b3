namespace Autoscale.Metrics.Declared;

/// <summary>Refuses fields of a metric that do not belong to the type of its source.</summary>
internal static class MetricFields
{
    public static void Forbid(SourceFindings findings, string field, string source, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                findings.Forbidden($"{field}.{name}", $"a metric of {source} must not have it");
            }
        }
    }

    /// <summary>Refuses what only metrics of queues may have.</summary>
    public static void ForbidQueues(SourceFindings findings, string field, string source, OfferedMetric metric) => Forbid(
        findings,
        field,
        source,
        ("series", metric.Series),
        ("queue", metric.Queue),
        ("virtualHost", metric.VirtualHost),
        ("aggregation", metric.Aggregation));
}
