using System.Text.Json;
using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Tests.Declared;

/// <summary>Declared sources for tests.</summary>
internal static class SomeSource
{
    /// <summary>A source of the namespace shop, of the JSON of its spec with single quotes.</summary>
    public static MetricSource Of(string spec, string name = "orders") => JsonSerializer.Deserialize(
        $$"""{"metadata":{"name":"{{name}}","namespace":"shop","creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{{spec.Replace('\'', '"')}}}""",
        MetricSource.JsonType)!;

    /// <summary>A source of the whole cluster.</summary>
    public static ClusterMetricSource OfCluster(string spec, string name = "all") => JsonSerializer.Deserialize(
        $$"""{"metadata":{"name":"{{name}}","creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{{spec.Replace('\'', '"')}}}""",
        ClusterMetricSource.JsonType)!;

    /// <summary>What is wrong with a source, line by line.</summary>
    public static string Problems(IDeclaredSource source) => string.Join('\n', SpecCheck.Check(source));
}
