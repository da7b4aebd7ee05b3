namespace Autoscale.Converts;

/// <summary>What the user says of the sources to be written.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Namespace">The namespace of MetricSources; null for a ClusterMetricSource.</param>
/// <param name="Url">The Prometheus server; null for that of the file.</param>
internal sealed record ConvertTarget(string Name, string? Namespace, string? Url)
{
    /// <summary>The server where nothing is said of it.</summary>
    public const string AssumedUrl = "http://prometheus.monitoring.svc:9090";
}
